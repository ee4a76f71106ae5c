namespace MobileNets.FusedTraining;

/// <summary>Stores a convolution's output, normalised and added to its block's input, as the next layers read it several times.</summary>
internal sealed unsafe class Materialization
{
    private readonly PassContext context;
    private readonly NormedMap producer;
    private readonly Map? shortcut;
    private readonly Map values;

    /// <summary>Takes its memory.</summary>
    public Materialization(Arena arena, PassContext context, NormedMap producer, Map? shortcut)
    {
        (this.context, this.producer, this.shortcut) = (context, producer, shortcut);
        values = arena.Map(context.Groups.Images, producer.Shape);
        Output = new LayerInput(producer, values);
    }

    public LayerInput Output { get; }

    public void AddForward(PhaseList phases)
    {
        Output.Gram?.Clear();
        phases.Add("output", context.Groups.Count, (group, scratch) =>
        {
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
            {
                for (var block = 0; block < producer.Shape.Blocks; block++)
                    context.Training.Normalize(
                        producer.Raw.At(image, block), producer.Shape.Pixels, producer.Norm.Record(block),
                        shortcut is { } past ? past.At(image, block) : null, values.At(image, block));
                Output.Gram?.Add(context.Training, group, values, image, scratch);
            }
        });
    }
}

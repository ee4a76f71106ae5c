namespace MobileNets.FusedTraining;

/// <summary>Stores a convolution's output, normalised and added to its block's input, as the next layers read it several times.</summary>
internal sealed unsafe class Materialization(Arena arena, PassContext context, NormedMap producer, Map? shortcut)
{
    private readonly Map values = arena.Map(context.Groups.Images, producer.Shape);

    public LayerInput Output => new(producer, values);

    public void AddForward(PhaseList phases) => phases.Add("output", context.Groups.Count, (group, _) =>
    {
        for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
            for (var block = 0; block < producer.Shape.Blocks; block++)
                context.Training.Normalize(
                    producer.Raw.At(image, block), producer.Shape.Pixels, producer.Norm.Record(block),
                    shortcut is { } past ? past.At(image, block) : null, values.At(image, block));
    });
}

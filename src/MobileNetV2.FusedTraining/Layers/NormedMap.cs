namespace MobileNets.FusedTraining;

/// <summary>A convolution's raw output, and the batch norm and activation that it is read through.</summary>
internal sealed record NormedMap(Map Raw, Norm Norm)
{
    public MapShape Shape => Raw.Shape;

    public static NormedMap Create(Arena arena, PassContext context, MapShape shape, bool relu6) =>
        new(arena.Map(context.Groups.Images, shape), new Norm(arena, context.Groups, shape, relu6));
}

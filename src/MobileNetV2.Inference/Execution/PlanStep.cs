namespace MobileNets.Inference;

/// <summary>A segment and where in the workspace it reads, writes and works.</summary>
internal sealed record PlanStep<T>(Segment<T> Segment, long InputOffset, long OutputOffset, long ScratchOffset)
    where T : unmanaged, INumber<T>;

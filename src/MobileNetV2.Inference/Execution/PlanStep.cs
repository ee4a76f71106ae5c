namespace MobileNets.Inference;

/// <summary>A segment and where in the workspace it reads, writes and works.</summary>
internal sealed record PlanStep(Segment Segment, long InputOffset, long OutputOffset, long ScratchOffset);

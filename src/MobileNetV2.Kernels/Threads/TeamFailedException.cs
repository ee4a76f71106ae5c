namespace MobileNets.Kernels;

/// <summary>Ends a member's wait at a barrier that another one, which failed, will never reach.</summary>
internal sealed class TeamFailedException() : Exception("Another member of the team failed.");

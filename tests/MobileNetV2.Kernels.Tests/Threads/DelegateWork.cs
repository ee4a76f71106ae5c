namespace MobileNets.Kernels.Tests;

internal sealed class DelegateWork(Action<WorkerTeam, int> part) : ITeamWork
{
    public void Run(WorkerTeam team, int member) => part(team, member);
}

namespace MobileNets.Kernels;

/// <summary>Work that every member of a <see cref="WorkerTeam"/> does a part of.</summary>
public interface ITeamWork
{
    /// <summary>Does one member's part, on that member's thread.</summary>
    /// <param name="team">Who runs it: its size, and the barriers between phases.</param>
    /// <param name="member">Whose part: 0 … <see cref="WorkerTeam.Members"/> − 1.</param>
    void Run(WorkerTeam team, int member);
}

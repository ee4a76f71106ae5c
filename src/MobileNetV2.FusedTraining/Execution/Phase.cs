namespace MobileNets.FusedTraining;

/// <summary>A part of one phase.</summary>
/// <param name="task">Which part.</param>
/// <param name="scratch">Memory of the thread that does it, with anything in it.</param>
internal unsafe delegate void PhaseTask(int task, float* scratch);

/// <summary>Tasks that may run at the same time and in any order; the next phase begins when all are done.</summary>
internal sealed record Phase(string Name, int Tasks, PhaseTask Run);

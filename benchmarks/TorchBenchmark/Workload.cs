namespace MobileNets.Benchmarks;

/// <summary>One thing to time, with the command that makes <c>peer.py</c> do the same.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Batch">Images at once.</param>
/// <param name="Iterations">How often a round runs it, the warming ones not counted.</param>
internal sealed record Workload(WorkloadKind Kind, int Batch, int Iterations)
{
    public const int Size = 224;

    /// <summary>Run first and left out: the first ones of a command bring new images and a new optimiser.</summary>
    public const int Warming = 2;

    public static IReadOnlyList<Workload> All { get; } =
    [
        new(WorkloadKind.Forward, 1, 20),
        new(WorkloadKind.Forward, 32, 4),
        new(WorkloadKind.Step, 16, 4),
        new(WorkloadKind.LoadPyTorch, 1, 20),
        new(WorkloadKind.LoadSafetensors, 1, 20),
    ];

    /// <summary>Whether it needs the weights file that a peer writes.</summary>
    public bool Loads => Kind is WorkloadKind.LoadPyTorch or WorkloadKind.LoadSafetensors;

    public string Command => Loads
        ? $"load iterations={Warming + Iterations}"
        : $"{Kind.ToString().ToLowerInvariant()} batch={Batch} size={Size} iterations={Warming + Iterations}";

    public override string ToString() => Kind switch
    {
        WorkloadKind.Forward => $"forward, batch {Batch}",
        WorkloadKind.Step => $"training step, batch {Batch}",
        WorkloadKind.LoadPyTorch => "load .pth into the module",
        _ => "load .safetensors (Python: .pth)",
    };
}

internal enum WorkloadKind
{
    Forward,
    Step,
    LoadPyTorch,
    LoadSafetensors,
}

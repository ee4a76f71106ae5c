using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Kernels;

/// <summary>
/// The kernels for one kind of vector. Sets differ in speed only: sums of floats are in the same order, sums of integers are exact.
/// </summary>
public sealed class KernelSet
{
    /// <summary>Channels in a block of the layout, and output channels in a panel of weights.</summary>
    public const int BlockChannels = 16;

    /// <summary>Outputs in a panel of the classifier's weights.</summary>
    public const int ClassifierPanel = 112;

    /// <summary>
    /// The largest integer that an activation is quantised to: 12 bits and, where there are negative ones, a sign. A sum of products with
    /// weights of ±127 cannot overflow up to 4,129 inputs.
    /// </summary>
    public const int IntegerMaximum = 4095;

    // Made when first asked for: tables of kernels that a program does not use would cost its start some milliseconds.
    private readonly Lazy<LayerKernels<float>> _floats;
    private readonly Lazy<LayerKernels<short>> _integers;
    private readonly Lazy<TrainingKernels> _training;

    private KernelSet(string name, Func<LayerKernels<float>> floats, Func<LayerKernels<short>> integers, Func<TrainingKernels> training) =>
        (Name, _floats, _integers, _training) = (name, new(floats), new(integers), new(training));

    /// <summary>The definition: one number at a time, on any machine.</summary>
    public static KernelSet Scalar { get; } = new("scalar", () => new ScalarKernels(), () => new ScalarIntegerKernels(), () => new ScalarTrainingKernels());

    /// <summary>What this machine can run: the widest vectors first, <see cref="Scalar"/> last.</summary>
    public static IReadOnlyList<KernelSet> Supported { get; } = FindSupported(SplitsVectors512());

    /// <summary>The first of <see cref="Supported"/>.</summary>
    public static KernelSet Best => Supported[0];

    /// <summary>What messages and benchmarks call it: <c>512-bit</c>, <c>scalar</c>.</summary>
    public string Name { get; }

    /// <summary>For activations and weights that are floats.</summary>
    public LayerKernels<float> Floats => _floats.Value;

    /// <summary>For activations and weights that are quantised to integers.</summary>
    public LayerKernels<short> Integers => _integers.Value;

    /// <summary>For training, in floats.</summary>
    public TrainingKernels Training => _training.Value;

    /// <summary>The same for a processor that computes vectors of 512 bits in two halves, or does not.</summary>
    internal static KernelSet[] FindSupported(bool splitsVectors512)
    {
        var sets = new List<KernelSet>();
        if (Vector512.IsHardwareAccelerated)
            sets.Add(new KernelSet("512-bit", () => new FloatKernels512(splitsVectors512), () => new IntegerKernels512(), () => new TrainingKernels512()));
        if (Vector256.IsHardwareAccelerated)
            sets.Add(new KernelSet("256-bit", () => new FloatKernels256(), () => new IntegerKernels256(), () => new TrainingKernels256()));
        if (Vector128.IsHardwareAccelerated)
            sets.Add(new KernelSet("128-bit", () => new FloatKernels128(), () => new IntegerKernels128(), () => new TrainingKernels128()));
        return [.. sets, Scalar];
    }

    // AMD's family 19h: of those with 512 bits, Zen 4. Zen 5 has them whole in servers and desktops, as have Intel's.
    private static bool SplitsVectors512()
    {
        const int Amd = 0x68747541;                     // "Auth", the begin of AuthenticAMD
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Ebx != Amd)
            return false;
        var signature = X86Base.CpuId(1, 0).Eax;
        return (signature >> 8 & 0xF) + (signature >> 20 & 0xFF) == 0x19;
    }
}

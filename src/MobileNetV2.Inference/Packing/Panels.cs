using System.Runtime.CompilerServices;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>Transposes filters into panels: all inputs of a few outputs, which the kernels then read in one run.</summary>
internal static unsafe class Panels
{
    /// <summary>Channel blocks that hold so many channels.</summary>
    public static int Blocks(int channels) => (channels + KernelSet.BlockChannels - 1) / KernelSet.BlockChannels;

    /// <summary>Packs one panel.</summary>
    /// <param name="filters"><c>[outputs, inputs]</c>, row-major.</param>
    /// <param name="inputs">Numbers a filter.</param>
    /// <param name="firstInput">The first input to pack.</param>
    /// <param name="inputCount">How many inputs to pack.</param>
    /// <param name="firstOutput">The first output to pack.</param>
    /// <param name="width">Outputs a panel; those beyond the last filter are left alone.</param>
    /// <param name="panel"><c>[inputCount][width]</c>.</param>
    // Optimised at once: a model is packed before the runtime would notice that this is worth it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> filters, int inputs, int firstInput, int inputCount, int firstOutput, int width, float* panel)
    {
        var outputs = Math.Min(width, filters.Length / inputs - firstOutput);
        for (var output = 0; output < outputs; output++)
        {
            var filter = filters.Slice((firstOutput + output) * inputs + firstInput, inputCount);
            for (var k = 0; k < filter.Length; k++)
                panel[(nint)k * width + output] = filter[k];
        }
    }

    /// <summary>Packs every filter into panels of 16 outputs that follow one another.</summary>
    /// <param name="filters"><c>[outputs, inputs]</c>, row-major.</param>
    /// <param name="inputs">Numbers a filter.</param>
    /// <param name="panels"><c>[panel][inputs][16]</c>.</param>
    public static void PackAll(ReadOnlySpan<float> filters, int inputs, float* panels)
    {
        for (var panel = 0; panel < Blocks(filters.Length / inputs); panel++)
            Pack(filters, inputs, 0, inputs, panel * KernelSet.BlockChannels, KernelSet.BlockChannels,
                panels + (nint)panel * inputs * KernelSet.BlockChannels);
    }

    /// <summary>Copies numbers, one an output.</summary>
    public static void Copy(ReadOnlySpan<float> numbers, float* destination) =>
        numbers.CopyTo(new Span<float>(destination, numbers.Length));
}

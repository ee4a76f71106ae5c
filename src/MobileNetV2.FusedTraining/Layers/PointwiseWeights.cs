using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>A 1×1 convolution's weights, packed for both directions.</summary>
internal sealed unsafe class PointwiseWeights(Arena arena, int inputs, int outputs)
{
    private readonly float* byOutputs = arena.Floats((long)Blocks(outputs) * inputs * BlockChannels);
    private readonly float* byInputs = arena.Floats((long)Blocks(inputs) * outputs * BlockChannels);

    public int Inputs => inputs;

    public int Outputs => outputs;

    /// <summary>For outputs from inputs: panels of 16 outputs, <c>[inputs][16]</c> each.</summary>
    public float* ByOutputs(int panel) => byOutputs + (nint)panel * inputs * BlockChannels;

    /// <summary>For the inputs' gradients from the outputs': panels of 16 inputs, <c>[outputs][16]</c> each.</summary>
    public float* ByInputs(int panel) => byInputs + (nint)panel * outputs * BlockChannels;

    /// <summary>Adds the tasks that pack the weights.</summary>
    /// <param name="tasks">Where to.</param>
    /// <param name="weight"><c>[outputs][inputs]</c>.</param>
    /// <param name="parts">How many tasks.</param>
    public void AddPacking(List<Action> tasks, float* weight, int parts)
    {
        for (var part = 0; part < parts; part++)
        {
            var (first, end) = (Blocks(outputs) * part / parts, Blocks(outputs) * (part + 1) / parts);
            tasks.Add(() =>
            {
                for (var panel = first; panel < end; panel++)
                    Pack(weight, panel);
            });
        }
    }

    /// <summary>Adds the groups' sums of a part of the weight gradient, laid out as <see cref="ByOutputs"/>, into <c>[outputs][inputs]</c>.</summary>
    public void WriteGradientByOutputs(WeightSums sums, float* gradient, int part, int parts)
    {
        for (var panel = Blocks(outputs) * part / parts; panel < Blocks(outputs) * (part + 1) / parts; panel++)
        {
            var total = sums.Total((nint)panel * inputs * BlockChannels, inputs * BlockChannels);
            for (var block = 0; block < Blocks(inputs); block++)
                for (var lane = 0; lane < LanesOf(panel, outputs); lane++)
                {
                    var row = Row(gradient, block, panel * BlockChannels + lane);
                    var tile = total + (nint)block * BlockChannels * BlockChannels + lane;
                    for (var input = 0; input < row.Length; input++)
                        row[input] = tile[input * BlockChannels];
                }
        }
    }

    /// <summary>As <see cref="WriteGradientByOutputs"/>, from sums laid out as <see cref="ByInputs"/>.</summary>
    public void WriteGradientByInputs(WeightSums sums, float* gradient, int part, int parts)
    {
        for (var panel = Blocks(inputs) * part / parts; panel < Blocks(inputs) * (part + 1) / parts; panel++)
        {
            var total = sums.Total((nint)panel * outputs * BlockChannels, outputs * BlockChannels);
            for (var output = 0; output < outputs; output++)
            {
                var row = Row(gradient, panel, output);
                new Span<float>(total + (nint)output * BlockChannels, row.Length).CopyTo(row);
            }
        }
    }

    // A tile of 16 outputs by 16 inputs at a time goes to both places; the next outputs' weights, which lie behind, are fetched meanwhile.
    private void Pack(float* weight, int panel)
    {
        var fetch = default(FetchCursor);
        fetch.Begin(Blocks(inputs), new MemoryRange(weight + (nint)(panel + 1) * BlockChannels * inputs, (nint)BlockChannels * inputs * sizeof(float)));
        for (var block = 0; block < Blocks(inputs); block++)
        {
            fetch.Advance();
            var tile = ByOutputs(panel) + (nint)block * BlockChannels * BlockChannels;
            for (var lane = 0; lane < LanesOf(panel, outputs); lane++)
            {
                var output = panel * BlockChannels + lane;
                var row = Row(weight, block, output);
                row.CopyTo(new Span<float>(ByInputs(block) + (nint)output * BlockChannels, BlockChannels));
                for (var input = 0; input < row.Length; input++)
                    tile[input * BlockChannels + lane] = row[input];
            }
        }
    }

    private static int Blocks(int channels) => (channels + BlockChannels - 1) / BlockChannels;

    private static int LanesOf(int block, int channels) => Math.Min(BlockChannels, channels - block * BlockChannels);

    // The weights of an output by a block of inputs. Transposing goes by such blocks: what it scatters stays in the first-level cache.
    private Span<float> Row(float* weight, int block, int output) => new(weight + (nint)output * inputs + block * BlockChannels, LanesOf(block, inputs));
}

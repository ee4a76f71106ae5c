using MobileNets.Architecture;
using static MobileNets.Weights.OnnxMessages;

namespace MobileNets.Weights;

/// <summary>
/// Writes networks as ONNX models (https://onnx.ai/onnx/repo-docs/IR.html) for ONNX Runtime and other engines. The graph
/// computes evaluation mode: <c>input</c>, float32 <c>[N, C, H, W]</c>, to <c>logits</c> <c>[N, K]</c>, or to <c>features</c>
/// <c>[N, C, H, W]</c> where the plan has no classifier. Operators and tensors keep the plan's names, torchvision's.
/// </summary>
public static class OnnxFile
{
    // ONNX 1.8 (2020). Nothing newer is needed, and what reads newer operator sets reads this one.
    private const int OperatorSetVersion = 13;
    private const int IntermediateRepresentationVersion = 7;

    /// <summary>Writes a model file, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="plan">The network.</param>
    /// <param name="weights">The entries that the plan lists, of any floating-point type: float32 is written. The metadata
    /// become the model's.</param>
    /// <param name="options">How to write it; <see langword="null"/> for the defaults.</param>
    /// <exception cref="StateDictMismatchException">The weights are not the plan's; the message lists every difference.</exception>
    /// <exception cref="WeightsFormatException">A tensor is not of floating point, or batch normalisation cannot be folded.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Write(string path, NetworkPlan plan, StateDict weights, OnnxOptions? options = null) =>
        AtomicFile.Write(path, Model(plan, weights, options ?? new OnnxOptions()).WriteTo);

    /// <summary>Writes a model to a stream; equal networks give equal bytes. Nothing is written before all is checked.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="plan">The network.</param>
    /// <param name="weights">The entries that the plan lists, of any floating-point type: float32 is written. The metadata
    /// become the model's.</param>
    /// <param name="options">How to write it; <see langword="null"/> for the defaults.</param>
    /// <exception cref="StateDictMismatchException">The weights are not the plan's; the message lists every difference.</exception>
    /// <exception cref="WeightsFormatException">A tensor is not of floating point, or batch normalisation cannot be folded.</exception>
    public static void Write(Stream stream, NetworkPlan plan, StateDict weights, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Model(plan, weights, options ?? new OnnxOptions()).WriteTo(stream);
    }

    private static ProtobufMessage Model(NetworkPlan plan, StateDict weights, OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(weights);
        var comparison = StateDictComparison.Compare(plan.StateEntries.Select(entry => (entry.Name, entry.Shape)), weights);
        if (!comparison.IsMatch)
            throw new StateDictMismatchException(weights.Origin, comparison);

        var producer = typeof(OnnxFile).Assembly.GetName();
        return new ProtobufMessage
        {
            { 1, IntermediateRepresentationVersion },
            { 2, producer.Name! },
            { 3, producer.Version!.ToString(fieldCount: 3) },
            { 7, Graph(plan, new OnnxGraph(plan, weights, options.FoldBatchNorm), options.FixedInputSize) },
            { 8, OperatorSet(OperatorSetVersion) },
            // A dictionary has no order of its own; equal networks must give equal bytes.
            { 14, weights.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Metadata(entry.Key, entry.Value)) },
        };
    }

    private static ProtobufMessage Graph(NetworkPlan plan, OnnxGraph graph, bool fixedInputSize)
    {
        var batch = Dimension("batch");
        var (input, output) = (plan.Input, plan.Output);
        ProtobufMessage[] inputSize = fixedInputSize
            ? [Dimension(input.Height), Dimension(input.Width)]
            : [Dimension("height"), Dimension("width")];
        ProtobufMessage[] outputSize = graph.IsVector ? []
            : fixedInputSize ? [Dimension(output.Height), Dimension(output.Width)]
            : [Dimension("features_height"), Dimension("features_width")];
        return new ProtobufMessage
        {
            { 1, graph.Nodes.Select(Node) },
            { 2, plan.Name },
            { 5, graph.Initializers.Select(Tensor) },
            { 11, Value(OnnxGraph.InputName, [batch, Dimension(input.Channels), .. inputSize]) },
            { 12, Value(graph.OutputName, [batch, Dimension(output.Channels), .. outputSize]) },
        };
    }
}

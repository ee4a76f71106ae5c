namespace MobileNets.Weights;

/// <summary>An operator of an ONNX graph: reads values by name and names its result.</summary>
internal sealed record OnnxNode(string Name, string Operator, IReadOnlyList<string> Inputs, params IReadOnlyList<ProtobufMessage> Attributes)
{
    /// <summary>The one value that the node makes; called like the node unless it is the graph's output.</summary>
    public string Output { get; init; } = Name;
}

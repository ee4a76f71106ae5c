namespace MobileNets.Weights;

/// <summary>
/// The messages that a model is made of, with the field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </summary>
internal static class OnnxMessages
{
    private const int FloatElements = 1; // TensorProto.DataType.FLOAT
    private const int FloatAttribute = 1, IntAttribute = 2, IntsAttribute = 7; // AttributeProto.AttributeType

    public static ProtobufMessage OperatorSet(int version) => new() { { 2, version } };

    public static ProtobufMessage Metadata(string key, string value) => new() { { 1, key }, { 2, value } };

    public static ProtobufMessage Node(OnnxNode node) =>
        new() { { 1, node.Inputs }, { 2, node.Output }, { 3, node.Name }, { 4, node.Operator }, { 5, node.Attributes } };

    public static ProtobufMessage Attribute(string name, float value) => new() { { 1, name }, { 2, value }, { 20, FloatAttribute } };

    public static ProtobufMessage Attribute(string name, long value) => new() { { 1, name }, { 3, value }, { 20, IntAttribute } };

    public static ProtobufMessage Attribute(string name, params long[] values) => new() { { 1, name }, { 8, values }, { 20, IntsAttribute } };

    /// <summary>An initializer; the tensor's elements are 32-bit floats.</summary>
    public static ProtobufMessage Tensor(NamedTensor tensor) =>
        new() { { 1, tensor.Shape }, { 2, FloatElements }, { 8, tensor.Name }, { 9, tensor.Data } };

    /// <summary>The type of a graph's input or output: 32-bit floats with dimensions that are known or have a name.</summary>
    public static ProtobufMessage Value(string name, params IEnumerable<ProtobufMessage> dimensions)
    {
        var shape = new ProtobufMessage { { 1, dimensions } };
        var tensorType = new ProtobufMessage { { 1, FloatElements }, { 2, shape } };
        var type = new ProtobufMessage { { 1, tensorType } };
        return new ProtobufMessage { { 1, name }, { 2, type } };
    }

    public static ProtobufMessage Dimension(long length) => new() { { 1, length } };

    public static ProtobufMessage Dimension(string name) => new() { { 2, name } };
}

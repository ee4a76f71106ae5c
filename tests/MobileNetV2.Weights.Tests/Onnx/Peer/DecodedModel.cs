using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

/// <summary>An ONNX model as read back with the field numbers of onnx.proto.</summary>
internal sealed class DecodedModel
{
    private const long FloatType = 1;

    public DecodedModel(ReadOnlySpan<byte> bytes)
    {
        var model = new ProtobufFields(bytes);
        IntermediateRepresentation = model.Integer(1);
        Producer = $"{model.Text(2)} {model.Text(3)}";
        OperatorSets = [.. model.Messages(8).Select(set => (set.Texts(1).SingleOrDefault(""), set.Integer(2)))];
        Metadata = [.. model.Messages(14).Select(entry => KeyValuePair.Create(entry.Text(1), entry.Text(2)))];

        var graph = model.Message(7);
        Name = graph.Text(2);
        Nodes = [.. graph.Messages(1).Select(Node)];
        Initializers = graph.Messages(5).Select(Tensor).ToDictionary(tensor => tensor.Name);
        Input = Value(graph.Message(11));
        Output = Value(graph.Message(12));
    }

    public long IntermediateRepresentation { get; }
    public string Producer { get; }
    public IReadOnlyList<(string Domain, long Version)> OperatorSets { get; }
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; }
    public string Name { get; }
    public IReadOnlyList<DecodedNode> Nodes { get; }
    public IReadOnlyDictionary<string, NamedTensor> Initializers { get; }
    public DecodedValue Input { get; }
    public DecodedValue Output { get; }

    /// <summary>Writes a network with <see cref="OnnxFile"/> and reads it back.</summary>
    public static DecodedModel Of(NetworkPlan plan, StateDict weights, OnnxOptions? options = null)
    {
        var stream = new MemoryStream();
        OnnxFile.Write(stream, plan, weights, options);
        return new DecodedModel(stream.ToArray());
    }

    private static DecodedNode Node(ProtobufFields node) =>
        new(node.Text(3), node.Text(4), [.. node.Texts(1)], node.Text(2), node.Messages(5).ToDictionary(attribute => attribute.Text(1), Attribute));

    private static object Attribute(ProtobufFields attribute) => attribute.Integer(20) switch
    {
        1 => attribute.Single(2),
        2 => attribute.Integer(3),
        7 => attribute.Integers(8).ToArray(),
        var type => throw new InvalidDataException($"Attribute type {type}."),
    };

    private static NamedTensor Tensor(ProtobufFields tensor)
    {
        tensor.Integer(2).Should().Be(FloatType);
        return new NamedTensor(tensor.Text(8), TensorElementType.Float32, [.. tensor.Integers(1)], tensor.Bytes(9));
    }

    private static DecodedValue Value(ProtobufFields value)
    {
        var tensorType = value.Message(2).Message(1);
        tensorType.Integer(1).Should().Be(FloatType);
        var dimensions = tensorType.Message(2).Messages(1)
            .Select(dimension => dimension.Numbers.Single() == 1 ? $"{dimension.Integer(1)}" : dimension.Text(2));
        return new DecodedValue(value.Text(1), string.Join(' ', dimensions));
    }
}

internal sealed record DecodedNode(string Name, string Operator, string[] Inputs, string Output, IReadOnlyDictionary<string, object> Attributes)
{
    public long Integer(string attribute) => (long)Attributes[attribute];
    public long[] Integers(string attribute) => (long[])Attributes[attribute];
}

internal sealed record DecodedValue(string Name, string Dimensions);

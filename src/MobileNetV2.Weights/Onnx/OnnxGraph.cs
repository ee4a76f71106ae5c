using MobileNets.Architecture;
using static MobileNets.Weights.OnnxMessages;

namespace MobileNets.Weights;

/// <summary>Turns a plan, layer by layer, into operators and the tensors that they read.</summary>
internal sealed class OnnxGraph
{
    public const string InputName = "input";

    private const string ReLU6Minimum = "relu6.min";
    private const string ReLU6Maximum = "relu6.max";

    private readonly StateDict _weights;
    private readonly bool _foldBatchNorm;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<NamedTensor> _initializers = [];
    private string _value = InputName;
    private string? _expanded;

    /// <summary>Makes the graph.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="weights">Has the plan's entries.</param>
    /// <param name="foldBatchNorm">Whether batch normalisation goes into the convolutions.</param>
    public OnnxGraph(NetworkPlan plan, StateDict weights, bool foldBatchNorm)
    {
        _weights = weights;
        _foldBatchNorm = foldBatchNorm;
        foreach (var block in plan.Blocks)
            AddBlock(block);

        IsVector = plan.Layers.Any(layer => layer.Kind == LayerKind.Linear);
        OutputName = IsVector ? "logits" : "features";
        _nodes[^1] = _nodes[^1] with { Output = OutputName };
        if (plan.Layers.Any(layer => layer.Kind == LayerKind.ReLU6))
        {
            _initializers.Add(NamedTensor.FromSingles(ReLU6Minimum, [], [0]));
            _initializers.Add(NamedTensor.FromSingles(ReLU6Maximum, [], [6]));
        }
    }

    /// <summary>The operators in execution order.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>The constants, all 32-bit floats.</summary>
    public IReadOnlyList<NamedTensor> Initializers => _initializers;

    /// <summary>Whether the output is <c>[N, K]</c> rather than a map <c>[N, C, H, W]</c>.</summary>
    public bool IsVector { get; }

    /// <summary>Name of the value that the graph hands out.</summary>
    public string OutputName { get; }

    private void AddBlock(BlockPlan block)
    {
        var blockInput = _value;
        for (var i = 0; i < block.Layers.Count; i++)
        {
            var layer = block.Layers[i];
            var next = i + 1 < block.Layers.Count ? block.Layers[i + 1] : null;
            if (_foldBatchNorm && layer.Kind == LayerKind.Convolution && next?.Kind == LayerKind.BatchNorm)
            {
                AddFoldedConvolution(layer, next);
                i++;
            }
            else
                AddLayer(layer);
            if (i == block.ExpandedLayer)
            {
                if (block.HasExpansionShortcut)
                    AddNode($"{block.Name}.conv.0.add", "Add", [_expanded!]);
                _expanded = _value;
            }
        }
        if (block.HasShortcut)
            AddNode($"{block.Name}.add", "Add", [blockInput]);
    }

    private void AddLayer(LayerPlan layer)
    {
        switch (layer.Kind)
        {
            case LayerKind.Convolution:
                AddNode(layer.Name, "Conv", AddState(layer), ConvolutionAttributes(layer));
                break;
            case LayerKind.BatchNorm:
                AddNode(layer.Name, "BatchNormalization", AddState(layer), Attribute("epsilon", (float)LayerPlan.BatchNormEpsilon));
                break;
            case LayerKind.ReLU6:
                AddNode(layer.Name, "Clip", [ReLU6Minimum, ReLU6Maximum]);
                break;
            case LayerKind.ReLU:
                AddNode(layer.Name, "Relu", []);
                break;
            case LayerKind.AveragePool:
                AddNode(layer.Name, "GlobalAveragePool", []);
                break;
            case LayerKind.Dropout:
                break;
            case LayerKind.Linear:
                AddNode($"{layer.Name}.flatten", "Flatten", []);
                AddNode(layer.Name, "Gemm", AddState(layer), Attribute("transB", 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(layer), layer.Kind, "Not a kind of layer.");
        }
    }

    private void AddFoldedConvolution(LayerPlan convolution, LayerPlan batchNorm)
    {
        var folded = BatchNormFolding.Fold(_weights, convolution, batchNorm);
        var weight = NamedTensor.FromSingles($"{convolution.Name}.weight", convolution.StateEntries[0].Shape, folded.Weight);
        var bias = NamedTensor.FromSingles($"{convolution.Name}.bias", [folded.Bias.Length], folded.Bias);
        _initializers.AddRange([weight, bias]);
        AddNode(convolution.Name, "Conv", [weight.Name, bias.Name], ConvolutionAttributes(convolution));
    }

    /// <summary>Appends an operator on the latest value.</summary>
    private void AddNode(string name, string type, IEnumerable<string> furtherInputs, params IReadOnlyList<ProtobufMessage> attributes)
    {
        _nodes.Add(new OnnxNode(name, type, [_value, .. furtherInputs], attributes));
        _value = name;
    }

    // ONNX's operators read a layer's entries in PyTorch's order. The batches counted while training are no part of it.
    private List<string> AddState(LayerPlan layer)
    {
        var state = layer.StateEntries.Where(entry => entry.ElementType == StateElementType.Float32).ToList();
        _initializers.AddRange(state.Select(entry => NamedTensor.FromSingles(entry.Name, entry.Shape, _weights[entry.Name].ReadSingles())));
        return state.ConvertAll(entry => entry.Name);
    }

    private static ProtobufMessage[] ConvolutionAttributes(LayerPlan layer) =>
    [
        Attribute("dilations", [layer.Dilation, layer.Dilation]),
        Attribute("group", layer.Groups),
        Attribute("kernel_shape", [layer.Kernel, layer.Kernel]),
        Attribute("pads", [layer.Padding, layer.Padding, layer.Padding, layer.Padding]),
        Attribute("strides", [layer.Stride, layer.Stride]),
    ];
}

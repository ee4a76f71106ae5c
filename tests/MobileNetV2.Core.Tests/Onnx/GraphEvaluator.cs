using MobileNets.Weights;
using MobileNets.Weights.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests.Onnx;

/// <summary>
/// Runs a decoded ONNX graph, node by node, with torch's operators: what the file says, not what the plan says. In float64, so
/// that the order of summation does not matter.
/// </summary>
internal static class GraphEvaluator
{
    public static Tensor Run(DecodedModel model, Tensor input)
    {
        var values = model.Initializers.ToDictionary(entry => entry.Key, entry => Constant(entry.Value));
        values.Add(model.Input.Name, input);
        foreach (var node in model.Nodes)
            values.Add(node.Output, Evaluate(node, [.. node.Inputs.Select(name => values[name])]));
        return values[model.Output.Name];
    }

    private static Tensor Constant(NamedTensor initializer) => tensor(initializer.ReadSingles(), initializer.Shape.ToArray()).to(ScalarType.Float64);

    private static Tensor Evaluate(DecodedNode node, Tensor[] inputs) => node.Operator switch
    {
        "Conv" => Convolution(node, inputs),
        "BatchNormalization" => functional.batch_norm(inputs[0], inputs[3], inputs[4], inputs[1], inputs[2], eps: (float)node.Attributes["epsilon"]),
        "Clip" => inputs[0].clamp(inputs[1].item<double>(), inputs[2].item<double>()),
        "Relu" => functional.relu(inputs[0]),
        "Add" => inputs[0] + inputs[1],
        "GlobalAveragePool" => inputs[0].mean([2, 3], keepdim: true),
        "Flatten" => inputs[0].flatten(1),
        "Gemm" => node.Integer("transB") == 1 ? functional.linear(inputs[0], inputs[1], inputs[2]) : throw new NotSupportedException("Gemm without transB"),
        _ => throw new NotSupportedException(node.Operator),
    };

    private static Tensor Convolution(DecodedNode node, Tensor[] inputs)
    {
        var pads = node.Integers("pads"); // top, left, bottom, right; torch pads both ends alike
        pads[2..].Should().Equal(pads[..2]);
        node.Integers("kernel_shape").Should().Equal(inputs[1].shape[2..]);
        return functional.conv2d(inputs[0], inputs[1], inputs.ElementAtOrDefault(2),
            node.Integers("strides"), pads[..2], node.Integers("dilations"), node.Integer("group"));
    }
}

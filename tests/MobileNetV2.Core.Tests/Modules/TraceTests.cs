using MobileNets.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

/// <summary>The planned summary beside what tensors of a run through the modules show, as torchinfo finds its figures.</summary>
public sealed class TraceTests
{
    [Theory]
    [InlineData(1.0, 224, 2)]
    [InlineData(0.35, 96, 1)]
    public void Summary_OfThePlan_EqualsATracedRun(double width, int size, int images)
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = width, InputHeight = size, InputWidth = size });
        sut.eval();
        var summary = new NetworkSummary(sut.Plan, images);
        using var mode = inference_mode();
        using var input = randn(images, 3, size, size);

        var trace = new Trace(sut);
        var logits = trace.Run(input);

        using var expected = sut.call(input);
        logits.allclose(expected).Should().BeTrue("the trace runs what the network runs");
        trace.Rows.Should().Equal(summary.Rows.Skip(1).Select(row => (row.Name, Shape(row.OutputShape), row.Parameters)));
        trace.MultAdds.Should().Be(summary.MultAdds);
        trace.TorchinfoMultAdds.Should().Be(summary.TorchinfoMultAdds);
        trace.ForwardBackwardBytes.Should().Be(summary.ForwardBackwardBytes);
    }

    private static string Shape(IEnumerable<long> shape) => string.Join('×', shape);

    /// <summary>Runs a network module by module and notes what comes out.</summary>
    private sealed class Trace(MobileNetV2 network)
    {
        public List<(string Name, string Shape, long Parameters)> Rows { get; } = [];

        /// <summary>Of weights with two dimensions or more, each once an output pixel.</summary>
        public long MultAdds { get; private set; }

        /// <summary>Of every parameter: a convolution's once an output pixel, others' once; for every image.</summary>
        public long TorchinfoMultAdds { get; private set; }

        public long ForwardBackwardBytes { get; private set; }

        public Tensor Run(Tensor input)
        {
            var map = Run("features", network.Features, input);
            var pooled = nn.functional.adaptive_avg_pool2d(map, 1);
            Rows.Add(("avgpool", Shape(pooled.shape), 0));
            return Run("classifier", network.Classifier!, pooled.flatten(1));
        }

        private Tensor Run(string name, nn.Module module, Tensor input)
        {
            var row = Rows.Count;
            Rows.Add(default);
            var output = module switch
            {
                InvertedResidual block => RunBlock(name, block, input),
                Sequential => RunChildren(name, module, input),
                _ => ((nn.Module<Tensor, Tensor>)module).call(input),
            };
            if (!module.named_children().Any())
                Count(module, output);
            Rows[row] = (name, Shape(output.shape), module.parameters().Sum(parameter => parameter.numel()));
            return output;
        }

        private Tensor RunBlock(string name, InvertedResidual block, Tensor input)
        {
            var residual = RunChildren(name, block, input);
            return block.Plan.HasShortcut ? input.add(residual) : residual;
        }

        private Tensor RunChildren(string name, nn.Module module, Tensor input)
        {
            foreach (var (child, inner) in module.named_children())
                input = Run($"{name}.{child}", inner, input);
            return input;
        }

        private void Count(nn.Module module, Tensor output)
        {
            var parameters = module.parameters().ToList();
            if (parameters.Count == 0)
                return;
            var isConvolution = module is Conv2d;
            var pixels = isConvolution ? output.shape[2] * output.shape[3] : 1;
            var count = parameters.Sum(parameter => parameter.numel());
            MultAdds += parameters.Where(parameter => parameter.shape.Length > 1).Sum(parameter => parameter.numel()) * pixels * output.shape[0];
            TorchinfoMultAdds += count * pixels * output.shape[0];
            ForwardBackwardBytes += 2 * sizeof(float) * output.numel();
        }
    }
}

using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

public sealed class QuantizedWeightsTests
{
    private static readonly MobileNetV2Options s_network = new() { WidthMultiplier = 0.1, Classes = 3 };

    [Fact]
    public void Quantize_Filters_AreWithinHalfAStep()
    {
        var random = new Random(3);
        foreach (var (outputs, length) in new[] { (1, 1), (3, 9), (16, 27), (7, 320), (2, 5000) })
        {
            float[] filters = [.. Enumerable.Range(0, outputs * length).Select(i => MathF.Pow(10, i / length - 3) * (random.NextSingle() - 0.4f))];

            var quantized = QuantizedFilters.Quantize(filters, outputs);

            for (var i = 0; i < filters.Length; i++)
            {
                var scale = quantized.Scale[i / length];
                Math.Abs(filters[i] - (double)scale * quantized.Weight[i]).Should().BeLessThan(scale * 0.5001);
            }
            // Each filter uses its own range, and all of it.
            for (var output = 0; output < outputs; output++)
                quantized.Weight[(output * length)..((output + 1) * length)].Max(weight => Math.Abs((int)weight)).Should().Be(127);
        }
    }

    [Fact]
    public void Quantize_VeryLongFilters_CannotOverflowASum()
    {
        var filters = new float[20_000];
        Array.Fill(filters, 1);

        var quantized = QuantizedFilters.Quantize(filters, 1);

        (quantized.Weight.Sum(weight => (long)weight) * 4095).Should().BeLessThanOrEqualTo(int.MaxValue);
        (quantized.Weight[0] * quantized.Scale[0]).Should().BeApproximately(1, 0.03f);
    }

    [Fact]
    public void Quantize_ZeroFilter_IsZeroWithAScale()
    {
        var quantized = QuantizedFilters.Quantize(new float[18], 2);

        quantized.Weight.Should().AllBeEquivalentTo((sbyte)0);
        quantized.Scale.Should().OnlyContain(scale => scale > 0);
    }

    [Fact]
    public void Quantize_Network_FoldsBatchNormIn()
    {
        var weights = Weights();
        var sut = QuantizedWeights.Quantize(weights, _ => 2);

        var (layer, batchNorm) = (sut.Plan.Layers[0], sut.Plan.Layers[1]);
        var folded = BatchNormFolding.Fold(weights.Tensors, layer, batchNorm);
        sut.Bias(layer).Should().Equal(folded.Bias);
        var scale = sut.Scale(layer);
        for (var i = 0; i < folded.Weight.Length; i++)
            (sut.Weight(layer)[i] * scale[i / 27]).Should().BeApproximately(folded.Weight[i], 0.501f * scale[i / 27]);
    }

    [Fact]
    public void Write_Read_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var weights = Weights();
        var expected = QuantizedWeights.Quantize(weights.Describe(weights.Description with { Labels = ["a", "b", "c"], InputSize = 96 }), block => block.Output.Channels);
        expected.Write(folder.File("q.safetensors"));

        var sut = QuantizedWeights.Read(folder.File("q.safetensors"));

        sut.Description.Should().BeEquivalentTo(expected.Description);
        sut.Tensors.Should().HaveSameCount(expected.Tensors);
        sut.Tensors.Zip(expected.Tensors).Should().OnlyContain(pair => RandomWeights.SameBits(pair.First, pair.Second));
        sut.OutputMaximum(sut.Plan.Blocks[3]).Should().Be(sut.Plan.Blocks[3].Output.Channels);
    }

    [Fact]
    public void Write_Network_IsAQuarterOfTheFloats()
    {
        using var folder = new TemporaryFolder();
        var weights = ModelWeights.From(Positive(RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.5, Classes = 100 })));
        weights.Write(folder.File("f.safetensors"));

        QuantizedWeights.Quantize(weights, _ => 1).Write(folder.File("q.safetensors"));

        ((double)new FileInfo(folder.File("q.safetensors")).Length / new FileInfo(folder.File("f.safetensors")).Length).Should().BeLessThan(0.3);
    }

    [Fact]
    public void Write_AnotherExtension_Refuses()
    {
        var sut = QuantizedWeights.Quantize(Weights(), _ => 1);

        sut.Invoking(weights => weights.Write("q.dat")).Should().Throw<WeightsFormatException>().WithMessage("*.safetensors*");
    }

    [Theory]
    [InlineData("features.0.0.weight_scale", 0f)]
    [InlineData("features.0.0.weight_scale", -1f)]
    [InlineData("features.1.conv.1.weight_scale", float.NaN)]
    [InlineData("features.2.output_maximum", 0f)]
    [InlineData("features.2.output_maximum", float.PositiveInfinity)]
    [InlineData("classifier.1.bias", float.NaN)]
    public void From_NumberOutOfItsRange_NamesIt(string name, float value) =>
        Refusal(tensor => tensor.Name == name ? NamedTensor.FromSingles(name, tensor.Shape, [value, .. tensor.ReadSingles().Skip(1)]) : tensor)
            .Should().Throw<WeightsFormatException>().WithMessage($"*'{name}', element 0*finite*");

    [Theory]
    [InlineData("features.0.0.weight")]
    [InlineData("classifier.1.weight_scale")]
    public void From_AnotherElementType_NamesIt(string name) =>
        Refusal(tensor => tensor.Name == name ? NamedTensor.FromInt64s(name, tensor.Shape, new long[tensor.ElementCount]) : tensor)
            .Should().Throw<WeightsFormatException>().WithMessage($"*'{name}'*found Int64*");

    [Fact]
    public void From_MissingTensor_ListsIt() =>
        Refusal(tensor => tensor.Name == "features.3.output_maximum" ? tensor.WithName("other") : tensor)
            .Should().Throw<StateDictMismatchException>().WithMessage("*missing: features.3.output_maximum*");

    [Fact]
    public void From_AnotherShape_ListsIt() =>
        Refusal(tensor => tensor.Name == "features.0.0.bias" ? NamedTensor.FromSingles(tensor.Name, [1], [1]) : tensor)
            .Should().Throw<StateDictMismatchException>().WithMessage("*features.0.0.bias*");

    [Theory]
    [InlineData(null)]
    [InlineData("int4")]
    public void From_AnotherFormat_Refuses(string? format)
    {
        var weights = QuantizedWeights.Quantize(Weights(), _ => 1).Tensors;
        var metadata = weights.Metadata.Where(entry => entry.Key != "mobilenetv2.quantization").ToDictionary();
        if (format is not null)
            metadata["mobilenetv2.quantization"] = format;

        var act = () => QuantizedWeights.From(new StateDict(weights, metadata));

        act.Should().Throw<WeightsFormatException>().WithMessage("*mobilenetv2.quantization*expected int8*");
    }

    [Fact]
    public void From_NoDescription_Refuses()
    {
        var weights = QuantizedWeights.Quantize(Weights(), _ => 1).Tensors;

        var act = () => QuantizedWeights.From(new StateDict(weights, new Dictionary<string, string> { ["mobilenetv2.quantization"] = "int8" }));

        act.Should().Throw<WeightsFormatException>();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0f)]
    public void Quantize_MaximumOutOfItsRange_Refuses(float maximum)
    {
        var act = () => QuantizedWeights.Quantize(Weights(), _ => maximum);

        act.Should().Throw<WeightsFormatException>().WithMessage("*output_maximum*");
    }

    [Fact]
    public void ModelWeights_QuantizedFile_SaysWhatItIs()
    {
        var act = () => ModelWeights.From(QuantizedWeights.Quantize(Weights(), _ => 1).Tensors);

        act.Should().Throw<WeightsFormatException>().WithMessage("*quantised*");
    }

    private static Action Refusal(Func<NamedTensor, NamedTensor> change)
    {
        var weights = QuantizedWeights.Quantize(Weights(), _ => 1).Tensors;
        return () => QuantizedWeights.From(new StateDict(weights.Select(change), weights.Metadata));
    }

    private static ModelWeights Weights() => ModelWeights.From(Positive(RandomWeights.Of(s_network)));

    private static StateDict Positive(StateDict weights) => new(weights.Select(tensor => tensor.Name.EndsWith("running_var", StringComparison.Ordinal)
        ? NamedTensor.FromSingles(tensor.Name, tensor.Shape, Array.ConvertAll(tensor.ReadSingles(), Math.Abs))
        : tensor));
}

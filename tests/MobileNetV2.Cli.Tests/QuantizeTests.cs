using MobileNets.Weights;

namespace MobileNets.Cli.Tests;

public sealed class QuantizeTests : IClassFixture<FlowersFixture>
{
    private readonly FlowersFixture _flowers;
    private readonly string _quantized;
    private readonly ProgramResult _result;

    public QuantizeTests(FlowersFixture flowers)
    {
        _flowers = flowers;
        _quantized = flowers.PathOf("int8.safetensors");
        _result = CommandLineProgram.Run("quantize", flowers.Weights, _quantized, "--data", flowers.Data, "--images", "5");
    }

    [Fact]
    public void Quantize_Weights_WritesAQuarterAndKeepsTheDescription()
    {
        _result.ExitCode.Should().Be(0, _result.Error);
        _result.Output.Should().BeEmpty();
        _result.Error.Should().Contain("ranges from 5 pictures");
        new FileInfo(_quantized).Length.Should().BeLessThan(new FileInfo(_flowers.Weights).Length * 3 / 10);
        QuantizedWeights.Read(_quantized).Description.Should().BeEquivalentTo(_flowers.Description);
    }

    [Fact]
    public void Predict_QuantizedWeights_AnswersAsTheFloats()
    {
        float[] Probabilities(string weights) =>
        [
            .. CommandLineProgram.Run("predict", "--weights", weights, "--format", "json", "--top", "3", _flowers.Picture(1)).Json()[0]
                .GetProperty("predictions").EnumerateArray().OrderBy(entry => entry.GetProperty("index").GetInt32()).Select(entry => entry.GetProperty("probability").GetSingle()),
        ];

        var (actual, expected) = (Probabilities(_quantized), Probabilities(_flowers.Weights));

        actual.Should().HaveCount(3);
        for (var i = 0; i < 3; i++)
            actual[i].Should().BeApproximately(expected[i], 0.05f);
    }

    [Fact]
    public void Evaluate_QuantizedWeights_CountsEveryPicture() =>
        CommandLineProgram.Run("evaluate", "--data", _flowers.Data, "--weights", _quantized, "--split", "train", "--format", "json").Json()
            .GetProperty("images").GetInt32().Should().Be(12);

    [Fact]
    public void Bench_QuantizedWeights_Runs() =>
        CommandLineProgram.Run("bench", "--weights", _quantized, "--size", "48", "--iterations", "2", "--format", "json").Json()
            .GetProperty("engine").GetString().Should().Be("managed");

    [Fact]
    public void Predict_QuantizedWeightsOnTorch_SaysWhatRunsThem() =>
        CommandLineProgram.Run("predict", "--weights", _quantized, "--engine", "torch", _flowers.Picture(1)).ShouldBeAFailure("int8.safetensors", "--engine managed");

    [Fact]
    public void Convert_QuantizedWeights_SaysWhatTheyAre() =>
        CommandLineProgram.Run("convert", _quantized, _flowers.PathOf("q.onnx")).ShouldBeAFailure("int8.safetensors", "quantised");

    [Fact]
    public void Quantize_IntoAnotherFormat_Fails() =>
        CommandLineProgram.Run("quantize", _flowers.Weights, _flowers.PathOf("q.dat"), "--data", _flowers.Data).ShouldBeAFailure("q.dat", ".safetensors");

    [Fact]
    public void Quantize_WithoutData_IsAUsageError() =>
        CommandLineProgram.Run("quantize", _flowers.Weights, _quantized).ShouldBeAUsageError("--data");
}

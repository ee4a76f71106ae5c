using System.Text.Json;
using MobileNets.Architecture;
using MobileNets.Inference;
using MobileNets.Weights;

namespace MobileNets.Cli.Tests;

public sealed class BenchTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    [Theory]
    [InlineData("torch")]
    [InlineData("managed")]
    public void Bench_RandomWeights_PrintsConsistentFigures(string engine)
    {
        var json = CommandLineProgram.Run("bench", "--engine", engine, "--width", "0.35", "--size", "64", "--batch", "2", "--threads", "1", "--iterations", "4", "--format", "json").Json();

        json.EnumerateObject().Select(property => property.Name)
            .Should().Equal("engine", "threads", "batch", "medianMs", "minMs", "perImageMs", "workspaceBytes");
        json.GetProperty("engine").GetString().Should().Be(engine);
        json.GetProperty("threads").GetInt32().Should().Be(1);
        json.GetProperty("batch").GetInt32().Should().Be(2);
        Number(json, "minMs").Should().BePositive().And.BeLessThanOrEqualTo(Number(json, "medianMs"));
        Number(json, "perImageMs").Should().BeApproximately(Number(json, "medianMs") / 2, 1e-9);
        Number(json, "workspaceBytes").Should().BeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Bench_Managed_PrintsTheModelsWorkspace()
    {
        var json = CommandLineProgram.Run("bench", "--engine", "managed", "--width", "0.5", "--size", "96", "--threads", "2", "--iterations", "1", "--format", "json").Json();

        var weights = UntrainedWeights.Create(new ModelDescription { Network = new MobileNetV2Options { WidthMultiplier = 0.5 } });
        using var model = InferenceModel.From(weights, new InferenceOptions { Threads = 2, InputHeight = 96, InputWidth = 96 });
        Number(json, "workspaceBytes").Should().Be(model.WorkspaceBytes).And.BePositive();
    }

    [Fact]
    public void Bench_Weights_RunsAndPrintsText() =>
        CommandLineProgram.Run("bench", "--weights", flowers.Weights, "--size", "64", "--iterations", "1").Output.Should().Contain("median").And.Contain(" ms");

    [Fact]
    public void Bench_WeightsAndWidth_IsAUsageError() =>
        CommandLineProgram.Run("bench", "--weights", flowers.Weights, "--width", "0.35").ShouldBeAUsageError("--width");

    private static double Number(JsonElement json, string property) => json.GetProperty(property).GetDouble();
}

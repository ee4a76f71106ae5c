using MobileNets.Training;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Tests;

public sealed class EvaluateTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    [Theory]
    [InlineData("train", Split.Train, "torch")]
    [InlineData("train", Split.Train, "managed")]
    [InlineData("test", Split.Test, "managed")]
    public void Evaluate_Split_PrintsTheEvaluatorsFigures(string word, Split split, string engine)
    {
        var json = CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", flowers.Weights, "--split", word, "--engine", engine, "--format", "json").Json();

        var expected = Evaluator.Evaluate(flowers.Model, ImageDataset.Open(flowers.Data).Samples(split), flowers.Preprocessing);
        json.EnumerateObject().Select(property => property.Name).Should().Equal("images", "top1", "top5", "loss");
        json.GetProperty("images").GetInt32().Should().Be(expected.Images);
        json.GetProperty("top1").GetDouble().Should().Be(expected.Top1);
        json.GetProperty("top5").GetDouble().Should().Be(expected.Top5);
        json.GetProperty("loss").GetDouble().Should().BeApproximately(expected.Loss, 1e-5 * Math.Max(1, expected.Loss));
    }

    [Fact]
    public void Evaluate_Text_PrintsResultsOnStdoutAndProgressOnStderr()
    {
        var result = CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", flowers.Weights);

        result.ExitCode.Should().Be(0);
        result.Output.Should().ContainAll("images", "top-1", "top-5", "loss").And.NotContain("evaluated");
        result.Error.Should().Contain("evaluated 3 of 3");
    }

    [Fact]
    public void Evaluate_Report_WritesThePictureAndTheTables()
    {
        var report = flowers.PathOf("report");

        CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", flowers.Weights, "--report", report).ExitCode.Should().Be(0);

        Directory.GetFiles(report).Select(Path.GetFileName).Should().BeEquivalentTo("confusion.svg", "per-class.csv", "per-class.txt");
        File.ReadAllLines(Path.Combine(report, "per-class.csv")).Should().HaveCount(1 + 3);
    }

    [Fact]
    public void Evaluate_NoWeightsOption_IsAUsageError() =>
        CommandLineProgram.Run("evaluate", "--data", flowers.Data).ShouldBeAUsageError("--weights");

    [Fact]
    public void Evaluate_MissingWeights_FailsWithOneLine() =>
        CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", flowers.PathOf("none.safetensors")).ShouldBeAFailure("none.safetensors", "check the path");

    [Fact]
    public void Evaluate_MissingData_FailsWithOneLine() =>
        CommandLineProgram.Run("evaluate", "--data", flowers.PathOf("none"), "--weights", flowers.Weights).ShouldBeAFailure("none", "check the path");

    [Fact]
    public void Evaluate_NoWeightsFile_FailsWithOneLine() =>
        CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", flowers.Picture(1)).ShouldBeAFailure("image_00001.jpg", "expected .safetensors");

    [Fact]
    public void Evaluate_Verbose_ShowsWhereItFailed() =>
        CommandLineProgram.Run("evaluate", "--verbose", "--data", flowers.Data, "--weights", flowers.PathOf("none.safetensors")).Error.Should().Contain("   at ");

    [Fact]
    public void Evaluate_DataSetOfOtherClasses_Fails()
    {
        var other = flowers.PathOf("other");
        SyntheticFlowers.Write(other, new SyntheticFlowersOptions { Classes = 4, PerClass = 5, Size = 32 });

        CommandLineProgram.Run("evaluate", "--data", other, "--weights", flowers.Weights).ShouldBeAFailure(other, "4 classes", "has 3");
    }

    [Fact]
    public void Evaluate_EmptySplit_Fails()
    {
        var data = flowers.PathOf("unshared");
        SyntheticFlowers.Write(data, new SyntheticFlowersOptions { Classes = 3, PerClass = 2, Size = 32, Shares = new SplitShares(1, 0, 0) });

        CommandLineProgram.Run("evaluate", "--data", data, "--weights", flowers.Weights, "--split", "validation").ShouldBeAFailure(data, "no validation pictures", "--split");
    }

    [Fact]
    public void Evaluate_UnknownEngine_IsAUsageError() =>
        CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", flowers.Weights, "--engine", "gpu").ShouldBeAUsageError("managed");
}

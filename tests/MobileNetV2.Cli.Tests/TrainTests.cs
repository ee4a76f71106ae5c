using System.Text.Json;
using MobileNets.Modules;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Tests;

public sealed class TrainTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    private static readonly string[] s_small = ["--epochs", "2", "--batch", "3", "--lr", "0.0005", "--size", "32", "--width", "0.35", "--warmup", "3"];

    [Fact]
    public void Train_GeneratedFlowers_LeavesARunFolderThatEvaluateReads()
    {
        var run = flowers.PathOf("run");

        var result = CommandLineProgram.Run(["train", "--data", flowers.Data, "--output", run, .. s_small]);

        result.ExitCode.Should().Be(0, result.Error);
        result.Output.Should().ContainAll("best validation accuracy", "test accuracy", "best.safetensors");
        result.Error.Should().ContainAll("epoch 1/2", "epoch 2/2");
        Directory.GetFiles(run).Select(Path.GetFileName).Should().BeEquivalentTo("best.safetensors", "labels.txt", "metrics.csv", "run.json");
        File.ReadAllLines(Path.Combine(run, "metrics.csv")).Should().HaveCount(3);
        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        var test = report.RootElement.GetProperty("result").GetProperty("testTop1").GetDouble();
        CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", Path.Combine(run, "best.safetensors"), "--format", "json")
            .Json().GetProperty("top1").GetDouble().Should().Be(test);
    }

    [Fact]
    public void Train_FromWeightsOfOtherClasses_KeepsTheFeaturesAndReplacesTheClassifier()
    {
        var data = flowers.PathOf("four");
        SyntheticFlowers.Write(data, new SyntheticFlowersOptions { Classes = 4, PerClass = 5, Size = 48 });
        var run = flowers.PathOf("fine-tuned");

        var result = CommandLineProgram.Run("train", "--data", data, "--output", run, "--weights", flowers.Weights, "--epochs", "1", "--batch", "4", "--lr", "0.0001", "--size", "32");

        result.ExitCode.Should().Be(0, result.Error);
        result.Error.Should().Contain("3 classes replaced by one for 4");
        var (model, description) = ModelFile.Load(Path.Combine(run, "best.safetensors"));
        model.Dispose();
        (description.Network.Classes, description.Network.WidthMultiplier, description.InputSize).Should().Be((4, 0.35, 32));
    }

    [Fact]
    public void Train_FolderThatHoldsARun_IsRefused()
    {
        var run = flowers.PathOf("taken");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "metrics.csv"), "kept");

        CommandLineProgram.Run(["train", "--data", flowers.Data, "--output", run, .. s_small]).ShouldBeAFailure("already holds a training run");

        File.ReadAllText(Path.Combine(run, "metrics.csv")).Should().Be("kept");
    }

    [Fact]
    public void Train_BatchLargerThanTheData_FailsWithTheOption() =>
        CommandLineProgram.Run("train", "--data", flowers.Data, "--output", flowers.PathOf("big"), "--batch", "96").ShouldBeAFailure("--batch");

    [Fact]
    public void Train_AbsurdLearningRate_FailsWithTheCure()
    {
        var run = flowers.PathOf("diverged");

        var result = CommandLineProgram.Run("train", "--data", flowers.Data, "--output", run, "--epochs", "1", "--batch", "3", "--lr", "1e30", "--size", "32", "--width", "0.35");

        result.ExitCode.Should().Be(2);
        result.Error.TrimEnd('\n').Split('\n')[^1].Should().Contain("no longer a number").And.Contain("smaller learning rate");
        Directory.GetFiles(run).Select(Path.GetFileName).Should().BeEquivalentTo("labels.txt", "run.json");
    }

    [Fact]
    public void Train_NoOutput_IsAUsageError() =>
        CommandLineProgram.Run("train", "--data", flowers.Data).ShouldBeAUsageError("--output");
}

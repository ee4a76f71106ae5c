using System.Text.Json;
using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Tests;

public sealed class TrainTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    private const int Kill = 9;

    private static readonly string[] s_small = ["--epochs", "2", "--batch", "3", "--lr", "0.0005", "--size", "32", "--width", "0.35", "--warmup", "3"];

    [Fact]
    public void Train_GeneratedFlowers_LeavesARunFolderThatEvaluateReads()
    {
        var run = flowers.PathOf("run");

        var result = CommandLineProgram.Run(["train", "--data", flowers.Data, "--output", run, .. s_small]);

        result.ExitCode.Should().Be(0, result.Error);
        result.Output.Should().ContainAll("Minimum train error rate:", "Maximum val accuracy:", "best validation accuracy", "test accuracy", "best.safetensors");
        result.Error.Should().ContainAll("epoch 1/2", "epoch 2/2");
        Directory.GetFiles(run).Select(Path.GetFileName).Should().Contain(["best.safetensors", "labels.txt", "last.ckpt", "metrics.csv", "curves.svg", "run.json"]).And.Contain(file => file!.StartsWith("events.out.tfevents."));
        File.ReadAllLines(Path.Combine(run, "metrics.csv")).Should().HaveCount(3);
        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        var test = report.RootElement.GetProperty("result").GetProperty("testTop1").GetDouble();
        CommandLineProgram.Run("evaluate", "--data", flowers.Data, "--weights", Path.Combine(run, "best.safetensors"), "--format", "json")
            .Json().GetProperty("top1").GetDouble().Should().Be(test);
    }

    [Fact]
    public void Train_OtherBottleneckAndShortcut_TravelWithTheWeights()
    {
        var run = flowers.PathOf("ablation");
        string[] train = ["train", "--data", flowers.Data, "--output", run];

        var result = CommandLineProgram.Run([.. train, .. s_small, "--bottleneck", "relu6", "--shortcut", "expansion"]);

        result.ExitCode.Should().Be(0, result.Error);
        var best = Path.Combine(run, "best.safetensors");
        var (model, description) = ModelFile.Load(best);
        model.Dispose();
        (description.Network.Bottleneck, description.Network.Shortcut).Should().Be((BottleneckActivation.ReLU6, ShortcutPlacement.Expansion));
        File.ReadAllText(Path.Combine(run, "run.json")).Should().Contain("\"bottleneck\": \"relu6\"").And.Contain("\"shortcut\": \"expansion\"");
        CommandLineProgram.Run([.. train, "--resume", "--shortcut", "none"]).Error.Should().Contain("--shortcut: the run began with Expansion");
        CommandLineProgram.Run([.. train, .. s_small, "--weights", flowers.Weights, "--bottleneck", "relu6"]).Error.Should().Contain("--bottleneck: ").And.Contain("network with linear");
        var refusal = CommandLineProgram.Run("predict", "--weights", best, flowers.Picture(1));
        refusal.ExitCode.Should().NotBe(0);
        refusal.Error.Should().Contain("Bottleneck is ReLU6; it must be Linear").And.Contain("--engine torch");
        CommandLineProgram.Run("predict", "--engine", "torch", "--weights", best, flowers.Picture(1)).ExitCode.Should().Be(0);
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
    public void Train_UndividedFolder_IsDividedTheSameWayWhateverTheSeed()
    {
        var labels = ImageDataset.Open(flowers.Data).Samples(Split.Train).Concat(ImageDataset.Open(flowers.Data).Samples(Split.Test)).ToList();
        foreach (var sample in labels)
        {
            var folder = Directory.CreateDirectory(flowers.PathOf($"undivided/{sample.Label}"));
            File.Copy(sample.Path, Path.Combine(folder.FullName, Path.GetFileName(sample.Path)));
        }

        var result = CommandLineProgram.Run("train", "--data", flowers.PathOf("undivided"), "--output", flowers.PathOf("seeded"), "--seed", "5", "--epochs", "1", "--batch", "3", "--lr", "0.0001", "--size", "32", "--width", "0.35");

        result.ExitCode.Should().Be(0, result.Error);
        File.ReadAllText(flowers.PathOf("seeded/run.json")).Should().Contain(ImageDataset.Open(flowers.PathOf("undivided")).SplitRule);
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
        Directory.GetFiles(run).Select(Path.GetFileName).Should().Contain(["labels.txt", "last.ckpt", "run.json"]).And.NotContain("best.safetensors");
    }

    [Theory]
    [InlineData(Signals.Interrupt, 130)]
    [InlineData(15, 143)]
    [InlineData(Kill, 137)]
    public void Train_Signalled_ResumesToTheSameWeights(int signal, int exitCode)
    {
        Signals.AllowInterrupt();
        string[] recipe = ["--data", flowers.Data, "--epochs", "8", .. s_small[2..], "--ema", "0.9", "--clip", "1"];
        var (whole, parts) = (flowers.PathOf($"whole-{signal}"), flowers.PathOf($"parts-{signal}"));
        CommandLineProgram.Run(["train", "--output", whole, .. recipe]).ExitCode.Should().Be(0);

        var process = CommandLineProgram.Start(["train", "--output", parts, .. recipe]);
        while (!File.Exists(Path.Combine(parts, "last.ckpt")) && !process.HasExited)
            Thread.Sleep(5);
        Signals.Send(process, signal);
        var stopped = CommandLineProgram.Finish(process);

        stopped.ExitCode.Should().Be(exitCode, stopped.Error);
        if (signal != Kill)
            stopped.Error.Should().ContainAll("--resume", "Stopped.");
        var resumed = CommandLineProgram.Run("train", "--data", flowers.Data, "--output", parts, "--resume");
        resumed.ExitCode.Should().Be(0, resumed.Error);
        File.ReadAllBytes(Path.Combine(parts, "best.safetensors")).Should().Equal(File.ReadAllBytes(Path.Combine(whole, "best.safetensors")));
        File.ReadAllLines(Path.Combine(parts, "metrics.csv")).Should().HaveCount(9);

        // The finished run: what contradicts it is refused by name, what does not is not.
        string[] again = ["train", "--data", flowers.Data, "--output", parts, "--resume"];
        CommandLineProgram.Run([.. again, "--epochs", "5"]).ShouldBeAFailure("--epochs", "began with 8");
        CommandLineProgram.Run([.. again, "--width", "0.5"]).ShouldBeAFailure("--width", "began with 0.35");
        CommandLineProgram.Run([.. again, "--swap-splits"]).ShouldBeAFailure("--swap-splits", "began without it");
        CommandLineProgram.Run([.. again, "--optimizer", "sgd"]).ShouldBeAFailure("--optimizer", "began with RMSprop");
        CommandLineProgram.Run([.. again, "--epochs", "8", "--workers", "1"]).ExitCode.Should().Be(0);
    }

    [Fact]
    public void Train_SwappedSplits_AreSwappedAgainOnResume()
    {
        var run = flowers.PathOf("swapped");
        string[] small = ["--epochs", "1", "--batch", "2", "--size", "32", "--width", "0.35", "--lr", "0.0005"];
        CommandLineProgram.Run(["train", "--data", flowers.Data, "--output", run, "--swap-splits", .. small]).ExitCode.Should().Be(0);

        var resumed = CommandLineProgram.Run("train", "--data", flowers.Data, "--output", run, "--resume");

        resumed.ExitCode.Should().Be(0, resumed.Error);
        resumed.Error.Should().Contain("3 training").And.Contain("swapped");
        resumed.Output.Should().Contain("(12 pictures)");
    }

    [Fact]
    public void Train_ResumeWithoutARun_Fails() =>
        CommandLineProgram.Run("train", "--data", flowers.Data, "--output", flowers.PathOf("nowhere"), "--resume").ShouldBeAFailure("nowhere", "no such run");

    [Fact]
    public void Train_OptionsThatContradictEachOther_AreAUsageError() =>
        CommandLineProgram.Run(["train", "--data", flowers.Data, "--output", flowers.PathOf("never"), .. s_small, "--freeze-epochs", "3"]).ShouldBeAUsageError("--freeze-epochs");

    [Fact]
    public void Train_NoOutput_IsAUsageError() =>
        CommandLineProgram.Run("train", "--data", flowers.Data).ShouldBeAUsageError("--output");
}

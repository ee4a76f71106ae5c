using System.Text.Json;
using System.Xml.Linq;
using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Checkpoints;
using MobileNets.Training.Data;
using MobileNets.Training.Data.Tests;
using MobileNets.Training.Tests;
using MobileNets.Weights;

namespace MobileNets.Training.Runs.Tests;

public sealed class RunFolderTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>, IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Folder => Path.Combine(_temporary.Path, "run");

    [Fact]
    public void Publish_BestAndWorseEpoch_KeepsTheBestWeightsAndEveryRow()
    {
        using var sut = RunFolder.Create(Folder, ["a", "b", "c"]);
        using var model = new MobileNetV2(new MobileNetV2Options { Classes = 3, WidthMultiplier = 0.35 });
        var first = Checkpoint(model, Epoch(1, isBest: true));
        sut.Save(first);
        sut.Publish(first);
        var best = File.ReadAllBytes(sut.BestModel);
        model.ReplaceClassifier(3);
        var second = Checkpoint(model, Epoch(1, isBest: true), Epoch(2, isBest: false)) with { Best = first.Best };

        sut.Save(second);
        sut.Publish(second);

        File.ReadAllBytes(sut.BestModel).Should().Equal(best);
        File.ReadAllLines(Path.Combine(Folder, "metrics.csv")).Should().Equal(
            "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,wait_share",
            "1,0.045,1.5,0.25,1.25,0.5,2.000,0.1000",
            "2,0.045,1.5,0.25,1.25,0.5,2.000,0.1000");
        File.ReadAllLines(Path.Combine(Folder, "labels.txt")).Should().Equal("a", "b", "c");
        XDocument.Load(Path.Combine(Folder, "curves.svg")).Root!.Name.LocalName.Should().Be("svg");
        Directory.GetFiles(Folder).Select(Path.GetFileName).Should().BeEquivalentTo(
            ".lock", "last.ckpt", "previous.ckpt", "best.safetensors", "labels.txt", "metrics.csv", "curves.svg", "events.out.tfevents.0.mobilenetv2");
    }

    [Fact]
    public void Resume_RecordsBehindTheCheckpoint_AreBroughtUpToDate()
    {
        using var model = new MobileNetV2(new MobileNetV2Options { Classes = 3, WidthMultiplier = 0.35 });
        var saved = Checkpoint(model, Epoch(1, isBest: true));
        using (var killed = RunFolder.Create(Folder, ["a", "b", "c"]))
            killed.Save(saved); // and nothing more
        File.WriteAllText(Path.Combine(Folder, ".metrics.csv.0.tmp"), "abandoned");

        using var sut = RunFolder.Resume(Folder);
        sut.Publish(sut.Checkpoint!);

        File.ReadAllLines(Path.Combine(Folder, "metrics.csv")).Should().HaveCount(2);
        var (best, _) = ModelFile.Load(sut.BestModel);
        best.Dispose();
        Directory.GetFiles(Folder, ".*.tmp").Should().BeEmpty();
    }

    [Theory]
    [InlineData("metrics.csv")]
    [InlineData("last.ckpt")]
    [InlineData("previous.ckpt")]
    [InlineData("best.safetensors")]
    public void Create_FolderOfAnotherRun_Refuses(string file)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, file), "");

        var create = () => RunFolder.Create(Folder, ["a", "b"]);

        create.Should().Throw<RunFolderException>().WithMessage("*already holds a training run*");
    }

    [Fact]
    public void CreateAndResume_FolderInUse_Refuse()
    {
        using var first = RunFolder.Create(Folder, ["a", "b"]);

        FluentActions.Invoking(() => RunFolder.Create(Folder, ["a", "b"])).Should().Throw<RunFolderException>().WithMessage($"{Folder}*in use by another*");
        FluentActions.Invoking(() => RunFolder.Resume(Folder)).Should().Throw<RunFolderException>().WithMessage($"{Folder}*in use by another*");
    }

    [Fact]
    public void Resume_NothingThere_Throws()
    {
        FluentActions.Invoking(() => RunFolder.Resume(Folder)).Should().Throw<RunFolderException>().WithMessage("*no such run*");
        RunFolder.Create(Folder, ["a", "b"]).Dispose();
        FluentActions.Invoking(() => RunFolder.Resume(Folder)).Should().Throw<RunFolderException>().WithMessage("*no checkpoint*without --resume*");
        RunFolder.Create(Folder, ["a", "b"]).Dispose(); // a run that was killed before its first checkpoint is no obstacle
    }

    [Fact]
    public void Write_Report_HoldsSettingsDataMachineAndResult()
    {
        using var sut = RunFolder.Create(Folder, flowers.Data.ClassNames);
        var confusion = new EvaluationTally(3);
        confusion.Add([1, 0, 0], [0]);

        sut.Write(new RunReport
        {
            State = State(Epoch(1, isBest: true)), Data = flowers.Data, Network = new MobileNetV2Options { WidthMultiplier = 0.5 }, Status = RunStatus.Finished,
            Written = DateTimeOffset.UnixEpoch, Test = confusion.ToEvaluation(),
        });

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "run.json")));
        json.RootElement.GetProperty("status").GetString().Should().Be("finished");
        json.RootElement.GetProperty("options").GetProperty("learningRate").GetDouble().Should().Be(0.045);
        json.RootElement.GetProperty("network").GetProperty("widthMultiplier").GetDouble().Should().Be(0.5);
        json.RootElement.GetProperty("data").GetProperty("train").GetInt32().Should().Be(36);
        json.RootElement.GetProperty("data").GetProperty("fingerprint").GetString().Should().Be("abc");
        json.RootElement.GetProperty("machine").GetProperty("torch").GetString().Should().Contain("libtorch");
        json.RootElement.GetProperty("result").GetProperty("bestEpoch").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("result").GetProperty("testTop1").GetDouble().Should().Be(1);
    }

    public void Dispose() => _temporary.Dispose();

    private static Checkpoint Checkpoint(MobileNetV2 model, params EpochResult[] history)
    {
        var weights = model.ToStateDict(new ModelDescription { Network = model.Options, Labels = ["a", "b", "c"] }.ToMetadata());
        return new Checkpoint { State = State(history), Model = weights, Optimizer = new StateDict([]), Best = weights };
    }

    private static TrainingState State(params EpochResult[] history) => new()
    {
        Options = new TrainingOptions(), DataFingerprint = "abc", SplitRule = "given", Dropout = 0.2, Threads = 1, Started = DateTimeOffset.UnixEpoch, History = history,
    };

    private static EpochResult Epoch(int number, bool isBest) => new(number, 0.045, 1.5, 0.25, 1.25, 0.5, isBest, TimeSpan.FromSeconds(2), 0.1);
}

using System.Text.Json;
using MobileNets.Architecture;
using MobileNets.Modules;
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
    public void Record_BestAndWorseEpoch_KeepsTheBestWeightsAndEveryRow()
    {
        var sut = RunFolder.Create(Folder, ["a", "b", "c"]);
        using var model = new MobileNetV2(new MobileNetV2Options { Classes = 3, WidthMultiplier = 0.35 });
        var description = new ModelDescription { Labels = ["a", "b", "c"] };
        sut.Record(Epoch(1, isBest: true), model, description);
        var best = File.ReadAllBytes(sut.BestWeights);
        model.ReplaceClassifier(3);

        sut.Record(Epoch(2, isBest: false), model, description);

        File.ReadAllBytes(sut.BestWeights).Should().Equal(best);
        File.ReadAllLines(Path.Combine(Folder, "metrics.csv")).Should().Equal(
            "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,wait_share",
            "1,0.045,1.5,0.25,1.25,0.5,2.000,0.1000",
            "2,0.045,1.5,0.25,1.25,0.5,2.000,0.1000");
        File.ReadAllLines(Path.Combine(Folder, "labels.txt")).Should().Equal("a", "b", "c");
        Directory.GetFiles(Folder).Should().HaveCount(3, "no temporary file is left");
    }

    [Fact]
    public void Create_FolderOfAnotherRun_Refuses()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "metrics.csv"), "");

        var create = () => RunFolder.Create(Folder, ["a", "b"]);

        create.Should().Throw<IOException>().WithMessage("*already holds a training run*");
    }

    [Fact]
    public void Write_Report_HoldsSettingsDataMachineAndResult()
    {
        var sut = RunFolder.Create(Folder, flowers.Data.ClassNames);

        sut.Write(new RunReport
        {
            Options = new TrainingOptions(), Data = flowers.Data, WidthMultiplier = 0.5, Started = DateTimeOffset.UnixEpoch, Ended = DateTimeOffset.UnixEpoch,
            Epochs = [Epoch(1, isBest: true)], Test = new Evaluation(12, 0.75, 1, 0.5, [4, 3, 2]),
        });

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "run.json")));
        json.RootElement.GetProperty("options").GetProperty("learningRate").GetDouble().Should().Be(0.045);
        json.RootElement.GetProperty("data").GetProperty("train").GetInt32().Should().Be(36);
        json.RootElement.GetProperty("machine").GetProperty("torch").GetString().Should().Contain("libtorch");
        json.RootElement.GetProperty("result").GetProperty("testTop1").GetDouble().Should().Be(0.75);
    }

    public void Dispose() => _temporary.Dispose();

    private static EpochResult Epoch(int number, bool isBest) => new(number, 0.045, 1.5, 0.25, 1.25, 0.5, isBest, TimeSpan.FromSeconds(2), 0.1);
}

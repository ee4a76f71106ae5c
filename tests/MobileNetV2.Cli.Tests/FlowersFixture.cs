using MobileNets.Architecture;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training.Data;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Cli.Tests;

/// <summary>A tiny data set and a network for it, made once for all tests of a class.</summary>
public sealed class FlowersFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cli-tests-").FullName;

    public FlowersFixture()
    {
        Data = PathOf("flowers");
        Weights = PathOf("net.safetensors");
        SyntheticFlowers.Write(Data, new SyntheticFlowersOptions { Classes = 3, PerClass = 6, Size = 64 });
        Description = new ModelDescription { Network = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 }, Labels = ImageDataset.Open(Data).ClassNames, InputSize = 48, ResizeSize = 56 };

        using var scope = torch.NewDisposeScope();
        torch.manual_seed(5);
        var model = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 });
        // Running statistics and a classifier that tell the pictures apart: a new network's logits are all but zero.
        for (var i = 0; i < 30; i++)
            model.call(torch.randn(8, 3, 48, 48));
        torch.nn.init.normal_(model.get_parameter("classifier.1.weight")!);
        model.eval();
        Model = model;
        ModelFile.Save(Weights, model, Description);
    }

    public string Data { get; }

    public string Weights { get; }

    public MobileNetV2 Model { get; }

    public ModelDescription Description { get; }

    public EvaluationPreprocessing Preprocessing => new(Description.ResizeSize, Description.InputSize);

    /// <summary>A path in the fixture's own folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The nth picture of the data set, from 1.</summary>
    public string Picture(int number) => Path.Combine(Data, "jpg", $"image_{number:D5}.jpg");

    public void Dispose()
    {
        Model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

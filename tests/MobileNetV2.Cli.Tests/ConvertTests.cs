using MobileNets.Modules;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Cli.Tests;

public sealed class ConvertTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    [Fact]
    public void Convert_SafetensorsToTorchSharp_WritesWhatModuleSaveWrites()
    {
        flowers.Model.save(flowers.PathOf("expected.dat"));

        var result = CommandLineProgram.Run("convert", flowers.Weights, flowers.PathOf("net.dat"));

        result.ExitCode.Should().Be(0, result.Error);
        result.Output.Should().BeEmpty();
        result.Error.Should().Contain("width 0.35, 3 classes");
        File.ReadAllBytes(flowers.PathOf("net.dat")).Should().Equal(File.ReadAllBytes(flowers.PathOf("expected.dat")));
    }

    [Fact]
    public void Convert_TorchSharpToSafetensors_ReadsTheNetworkOffTheShapes()
    {
        flowers.Model.save(flowers.PathOf("saved.dat"));

        CommandLineProgram.Run("convert", flowers.PathOf("saved.dat"), flowers.PathOf("again.safetensors")).ExitCode.Should().Be(0);

        var (before, after) = (ModelWeights.Read(flowers.Weights), ModelWeights.Read(flowers.PathOf("again.safetensors")));
        after.Description.Network.Should().Be(before.Description.Network);
        after.Tensors.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Data.Span))).Should().Equal(before.Tensors.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Data.Span))));
    }

    [Fact]
    public void Convert_ToHalf_KeepsTheDescriptionAndHalvesTheFile()
    {
        CommandLineProgram.Run("convert", flowers.Weights, flowers.PathOf("half.safetensors"), "--dtype", "float16").ExitCode.Should().Be(0);

        var half = ModelWeights.Read(flowers.PathOf("half.safetensors"));
        half.Description.Should().BeEquivalentTo(flowers.Description);
        half.Tensors[0].ElementType.Should().Be(TensorElementType.Float16);
        half.Tensors["features.0.1.num_batches_tracked"].ReadInt64s().Should().Equal(30);
        new FileInfo(flowers.PathOf("half.safetensors")).Length.Should().BeLessThan(new FileInfo(flowers.Weights).Length * 6 / 10);
        var (model, _) = ModelFile.Load(flowers.PathOf("half.safetensors"));
        using (model)
            model.get_parameter("features.0.0.weight")!.dtype.Should().Be(torch.ScalarType.Float32);
    }

    [Fact]
    public void Convert_WithLabels_StoresThem()
    {
        File.WriteAllLines(flowers.PathOf("names.txt"), ["one", "two", "three"]);

        CommandLineProgram.Run("convert", flowers.Weights, flowers.PathOf("named.safetensors"), "--labels", flowers.PathOf("names.txt")).ExitCode.Should().Be(0);

        ModelWeights.Read(flowers.PathOf("named.safetensors")).Description.Labels.Should().Equal("one", "two", "three");
    }

    [Fact]
    public void Convert_ImageNetsLabelsForThreeClasses_Fails() =>
        CommandLineProgram.Run("convert", flowers.Weights, flowers.PathOf("x.safetensors"), "--labels", "imagenet").ShouldBeAFailure("1000 labels", "3 classes");

    [Theory]
    [InlineData("net.h5", "expected .safetensors, .dat or .onnx")]
    [InlineData("net.pth", "expected .safetensors, .dat or .onnx")]
    public void Convert_ToAFormatThatIsNotWritten_FailsAndWritesNothing(string name, string message)
    {
        CommandLineProgram.Run("convert", flowers.Weights, flowers.PathOf(name)).ShouldBeAFailure(name, message);
        File.Exists(flowers.PathOf(name)).Should().BeFalse();
    }

    [Fact]
    public void Convert_FromOnnx_SaysThatItIsOnlyWritten() =>
        CommandLineProgram.Run("convert", "net.onnx", flowers.PathOf("x.safetensors")).ShouldBeAFailure("net.onnx", "only written");

    [Fact]
    public void Convert_MissingFile_NamesIt() =>
        CommandLineProgram.Run("convert", flowers.PathOf("none.pth"), flowers.PathOf("x.safetensors")).ShouldBeAFailure("none.pth", "no such file");

    [Fact]
    public void Convert_DamagedFile_FailsAndLeavesTheOldOutput()
    {
        File.WriteAllBytes(flowers.PathOf("damaged.pth"), [.. "PK\u0003\u0004"u8, 1, 2, 3]);
        File.WriteAllText(flowers.PathOf("old.safetensors"), "old");

        CommandLineProgram.Run("convert", flowers.PathOf("damaged.pth"), flowers.PathOf("old.safetensors")).ShouldBeAFailure("damaged.pth");
        File.ReadAllText(flowers.PathOf("old.safetensors")).Should().Be("old");
    }

    [Fact]
    public void Convert_OneFile_IsAUsageError() => CommandLineProgram.Run("convert", flowers.Weights).ShouldBeAUsageError("OUT");

    [Fact]
    public void Logits_OfAFeatureExtractor_AreRefused()
    {
        var weights = ModelWeights.Read(flowers.Weights);
        SafetensorsFile.Write(flowers.PathOf("features.safetensors"), new StateDict(weights.Tensors.Where(tensor => !tensor.Name.StartsWith("classifier"))));

        CommandLineProgram.Run("predict", "--weights", flowers.PathOf("features.safetensors"), flowers.Picture(1)).ShouldBeAFailure("features.safetensors", "without a classifier");
    }

    [Fact]
    public void Pretrained_WithoutName_ListsThem() =>
        CommandLineProgram.Run("pretrained").Output.Should().Contain("IMAGENET1K_V1").And.Contain("71.878").And.Contain("IMAGENET1K_V2").And.Contain("72.154");

    [Fact]
    public void Pretrained_UnknownName_IsAUsageError() => CommandLineProgram.Run("pretrained", "imagenet21k").ShouldBeAUsageError("IMAGENET1K_V2");

    [Fact]
    public void Weights_PretrainedWhileOffline_SaysWhereTheFileBelongs()
    {
        var process = CommandLineProgram.Start(["predict", "--weights", "imagenet1k_v2", flowers.Picture(1)],
            ("MOBILENETV2_OFFLINE", "1"), ("MOBILENETV2_CACHE", flowers.PathOf("cache")));

        CommandLineProgram.Finish(process).ShouldBeAFailure("mobilenet_v2-7ebf99e0.pth", flowers.PathOf("cache"));
    }
}

using MobileNets.Training;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Cli.Tests;

public sealed class LogitsTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    // More than one batch, the last one not full; height and width differ.
    private static readonly long[] s_shape = [35, 3, 40, 56];

    [Fact]
    public void Logits_BatchOfPictures_EqualsTheModule()
    {
        using var images = torch.randn(s_shape);
        var values = images.data<float>().ToArray();
        NumpyFile.Write(flowers.PathOf("x.npy"), s_shape, values);

        var result = CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", flowers.PathOf("x.npy"), "--output", flowers.PathOf("y.npy"), "--engine", "torch", "--threads", "1");

        result.Should().Be(new ProgramResult(0, "", ""));
        var logits = NumpyFile.Read(flowers.PathOf("y.npy"));
        logits.Shape.Should().Equal(35, 3);
        var expected = Evaluator.Logits(flowers.Model, values, s_shape);
        expected.Max(MathF.Abs).Should().BeGreaterThan(0.1f);
        for (var i = 0; i < expected.Length; i++)
            logits.Values[i].Should().BeApproximately(expected[i], 1e-4f);
    }

    [Fact]
    public void Logits_WrongShape_FailsAndNamesIt()
    {
        NumpyFile.Write(flowers.PathOf("flat.npy"), [2, 3], new float[6]);

        CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", flowers.PathOf("flat.npy"), "--output", flowers.PathOf("y.npy"))
            .ShouldBeAFailure("flat.npy", "[N, 3, H, W]", "[2, 3]");
    }

    [Fact]
    public void Logits_OutputFolderMissing_Fails()
    {
        NumpyFile.Write(flowers.PathOf("one.npy"), [1, 3, 32, 32], new float[3 * 32 * 32]);

        CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", flowers.PathOf("one.npy"), "--output", flowers.PathOf("none/y.npy"))
            .ShouldBeAFailure("none/y.npy", "create it");
    }

    [Fact]
    public void Logits_NoThreads_IsAUsageError() =>
        CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", "x.npy", "--output", "y.npy", "--threads", "0").ShouldBeAUsageError("--threads");
}

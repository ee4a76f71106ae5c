using MobileNets.Training;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Cli.Tests;

public sealed class LogitsTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    // More than one batch, the last one not full; height and width differ.
    private static readonly long[] s_shape = [35, 3, 40, 56];

    [Theory]
    [InlineData("torch")]
    [InlineData("managed")]
    public void Logits_BatchOfPictures_EqualsTheModule(string engine)
    {
        using var images = torch.randn(s_shape);
        var values = images.data<float>().ToArray();
        NumpyFile.Write(flowers.PathOf("x.npy"), s_shape, values);

        var result = CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", flowers.PathOf("x.npy"), "--output", flowers.PathOf("y.npy"), "--engine", engine, "--threads", "1");

        result.Should().Be(new ProgramResult(0, "", ""));
        var logits = NumpyFile.Read(flowers.PathOf("y.npy"));
        logits.Shape.Should().Equal(35, 3);
        var expected = Evaluator.Logits(flowers.Model, values, s_shape);
        expected.Max(MathF.Abs).Should().BeGreaterThan(0.1f);
        for (var i = 0; i < expected.Length; i++)
            logits.Values[i].Should().BeApproximately(expected[i], 1e-4f);
    }

    [Fact]
    public void Logits_Managed_HasTheSameBitsWithAnyNumberOfThreads()
    {
        using var images = torch.randn(s_shape);
        NumpyFile.Write(flowers.PathOf("threads.npy"), s_shape, images.data<float>().ToArray());
        float[] Run(int threads)
        {
            CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", flowers.PathOf("threads.npy"), "--output", flowers.PathOf("y.npy"), "--engine", "managed", "--threads", $"{threads}")
                .ExitCode.Should().Be(0);
            return NumpyFile.Read(flowers.PathOf("y.npy")).Values;
        }

        Run(3).Should().Equal(Run(1));
    }

    [Fact]
    public void Logits_PicturesTooSmallForTheManagedEngine_FailsAndSaysWhatToDo()
    {
        NumpyFile.Write(flowers.PathOf("small.npy"), [1, 3, 31, 40], new float[3 * 31 * 40]);

        CommandLineProgram.Run("logits", "--weights", flowers.Weights, "--input", flowers.PathOf("small.npy"), "--output", flowers.PathOf("y.npy"))
            .ShouldBeAFailure("small.npy", "32", "--engine torch");
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

using MobileNets.Kernels;

namespace MobileNets.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void NoCommand_IsAUsageError() => CommandLineProgram.Run().ShouldBeAUsageError("command");

    [Fact]
    public void UnknownCommand_IsAUsageErrorThatNamesIt() => CommandLineProgram.Run("sumary").ShouldBeAUsageError("'sumary'");

    [Fact]
    public void Help_GoesToStdout()
    {
        var result = CommandLineProgram.Run("--help");

        result.ExitCode.Should().Be(0);
        result.Error.Should().BeEmpty();
        result.Output.Should().ContainAll("summary", "flowers", "evaluate", "predict", "logits", "preprocess", "bench", "doctor");
    }

    [Fact]
    public void Doctor_NamesTorchLibrariesAndMachine()
    {
        var result = CommandLineProgram.Run("doctor");

        result.ExitCode.Should().Be(0);
        result.Output.Should().ContainAll(
            typeof(TorchSharp.torch).Assembly.GetName().Name, TorchSharp.torch.__version__, "BLAS", "libjpeg-turbo", "libspng", KernelSet.Best.Name,
            System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
    }
}

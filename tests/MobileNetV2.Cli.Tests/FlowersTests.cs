using System.Diagnostics;
using MobileNets.Training.Data;

namespace MobileNets.Cli.Tests;

public sealed class FlowersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cli-flowers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Flowers_SmallSet_OpensAsADataSet()
    {
        var result = CommandLineProgram.Run("flowers", _folder, "--classes", "3", "--per-class", "5", "--size", "32", "--split", "3,1,1", "--seed", "7");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("15 pictures of 3 species");
        result.Error.Should().Contain("painted 15 of 15");
        var data = ImageDataset.Open(_folder);
        data.ClassNames.Should().HaveCount(3);
        data.Samples(Split.Train).Should().HaveCount(9);
        data.Samples(Split.Validation).Should().HaveCount(3);
        data.Samples(Split.Test).Should().HaveCount(3);
    }

    [Theory]
    [InlineData("--classes", "103")]
    [InlineData("--classes", "1")]
    [InlineData("--first", "7")]
    [InlineData("--per-class", "99999999")]
    [InlineData("--size", "15")]
    [InlineData("--size", "2001")]
    [InlineData("--split", "60,20")]
    [InlineData("--seed", "-1")]
    public void Flowers_NumberOutOfRange_IsAUsageErrorThatNamesTheOption(string option, string value)
    {
        CommandLineProgram.Run("flowers", _folder, option, value).ShouldBeAUsageError(option + ":");

        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    public void Flowers_FolderThatCannotBe_Fails()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        CommandLineProgram.Run("flowers", Path.Combine(file, "below")).ShouldBeAFailure(file, "Check the path");
    }

    [Fact]
    public void Flowers_CtrlC_StopsCleanlyWith130()
    {
        if (OperatingSystem.IsWindows())
            return;
        Signals.AllowInterrupt();
        using var process = CommandLineProgram.Start(["flowers", _folder]);
        WaitForAPicture(process);

        Signals.Send(process, Signals.Interrupt);
        var result = CommandLineProgram.Finish(process);

        result.ExitCode.Should().Be(130);
        result.Output.Should().BeEmpty();
        result.Error.Should().EndWith("Stopped.\n");
        Directory.EnumerateFiles(_folder, "*.tmp", SearchOption.AllDirectories).Should().BeEmpty();
        FluentActions.Invoking(() => ImageDataset.Open(_folder)).Should().Throw<DatasetException>();
    }

    private void WaitForAPicture(Process process)
    {
        var pictures = Path.Combine(_folder, "jpg");
        var clock = Stopwatch.StartNew();
        while (!process.HasExited && !(Directory.Exists(pictures) && Directory.EnumerateFiles(pictures, "*.jpg").Any()))
        {
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(1));
            Thread.Sleep(20);
        }
    }
}

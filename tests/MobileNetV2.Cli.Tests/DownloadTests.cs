namespace MobileNets.Cli.Tests;

public sealed class DownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cli-download-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Download_Offline_FailsAndNamesAddressAndFile()
    {
        var process = CommandLineProgram.Start(["download", "flowers102", _folder], ("MOBILENETV2_OFFLINE", "1"));

        CommandLineProgram.Finish(process).ShouldBeAFailure(
            "https://www.robots.ox.ac.uk/~vgg/data/flowers/102/imagelabels.mat", Path.Combine(_folder, "imagelabels.mat"));

        Directory.EnumerateFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    public void Download_UnknownDataSet_IsAUsageError() => CommandLineProgram.Run("download", "flowers17", _folder).ShouldBeAUsageError("flowers17");

    [Fact]
    public void Download_NoFolder_IsAUsageError() => CommandLineProgram.Run("download", "flowers102").ShouldBeAUsageError("download");
}

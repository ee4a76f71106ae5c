using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MobileNets.Weights;

namespace MobileNets.Cli.Tests;

public sealed class PreprocessTests : IDisposable
{
    private static readonly string s_picture = Path.Combine(AppContext.BaseDirectory, "Reference", "scene.jpg");

    private readonly string _folder = Directory.CreateTempSubdirectory("cli-preprocess-").FullName;

    private string Output => Path.Combine(_folder, "x.npy");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Preprocess_Picture_EqualsTorchvision()
    {
        foreach (var row in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "preprocess.csv")).Skip(1).Select(line => line.Split(',')))
        {
            var result = CommandLineProgram.Run("preprocess", s_picture, "--output", Output, "--resize", row[0], "--size", row[1]);

            result.Should().Be(new ProgramResult(0, "", ""));
            var array = NumpyFile.Read(Output);
            array.Shape.Should().Equal(1, 3, long.Parse(row[1]), long.Parse(row[1]));
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(array.Values.AsSpan()))).Should().Be(row[2]);
        }
    }

    [Fact]
    public void Preprocess_NoSizes_CutsOut224()
    {
        CommandLineProgram.Run("preprocess", s_picture, "--output", Output).ExitCode.Should().Be(0);

        NumpyFile.Read(Output).Shape.Should().Equal(1, 3, 224, 224);
    }

    [Fact]
    public void Preprocess_NoPicture_FailsAndNamesIt()
    {
        var page = Path.Combine(_folder, "page.jpg");
        File.WriteAllText(page, "<html>");

        CommandLineProgram.Run("preprocess", page, "--output", Output).ShouldBeAFailure(page, "neither a JPEG nor a PNG");
        CommandLineProgram.Run("preprocess", page + "2", "--output", Output).ShouldBeAFailure(page + "2", "no such file");
        File.Exists(Output).Should().BeFalse();
    }

    [Fact]
    public void Preprocess_OutputFolderMissing_Fails() =>
        CommandLineProgram.Run("preprocess", s_picture, "--output", Path.Combine(_folder, "none", "x.npy")).ShouldBeAFailure("none", "create it");

    [Theory]
    [InlineData("--size", "257")]
    [InlineData("--size", "0")]
    [InlineData("--resize", "9999")]
    public void Preprocess_ImpossibleSize_IsAUsageError(string option, string value) =>
        CommandLineProgram.Run("preprocess", s_picture, "--output", Output, option, value).ShouldBeAUsageError(option + ":");

    [Fact]
    public void Preprocess_NoOutput_IsAUsageError() => CommandLineProgram.Run("preprocess", s_picture).ShouldBeAUsageError("--output");
}

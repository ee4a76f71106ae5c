using System.Diagnostics;

namespace PaperFigures.Tests;

public class ProgramTests
{
    [Fact]
    public void Main_Help_PrintsUsage()
    {
        var (exitCode, output, _) = Run("--help");

        exitCode.Should().Be(0);
        output.Should().Contain("--output DIR");
    }

    [Fact]
    public void Main_WrongWord_ExitsWithOneAndUsage()
    {
        var (exitCode, output, errors) = Run("--ouput", "x");

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().StartWith("'--ouput' is not an option.").And.Contain("--output DIR");
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PaperFigures.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}

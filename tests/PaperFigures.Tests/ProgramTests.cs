using System.Diagnostics;
using System.Text.RegularExpressions;

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

    [Fact]
    public void Main_Output_WritesAPageWhoseFilesExist()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (exitCode, _, errors) = Run("--output", folder, "--sections", "network,costs,multipliers,ablations");

            (exitCode, errors).Should().Be((0, ""));
            var page = File.ReadAllText(Path.Combine(folder, "index.html"));
            var files = Regex.Matches(page, "(?:src|href)=\"([^\"#:]+)\"").Select(match => match.Groups[1].Value).ToHashSet();
            files.Should().HaveCountGreaterThan(10).And.BeEquivalentTo(Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Except(["index.html"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Main_AblationsElsewhere_SaysSoBeforeTraining()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (exitCode, _, errors) = RunIn(folder, "--ablations", "all");

            exitCode.Should().Be(1);
            errors.Should().Contain("no folder docs");
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] words) => RunIn(Environment.CurrentDirectory, words);

    private static (int ExitCode, string Output, string Errors) RunIn(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PaperFigures.dll"), .. words])
        {
            WorkingDirectory = folder,
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

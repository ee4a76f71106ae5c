using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace MobileNets.Kernels.Tests;

/// <summary>Runs the tests of the kernels once more, in child processes that the runtime shows a lesser machine.</summary>
public partial class NarrowerVectorsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "512-bit")]
    [InlineData("DOTNET_EnableAVX2", "256-bit")] // Takes the fused multiply-add away, too.
    [InlineData("DOTNET_EnableHWIntrinsic", "128-bit")]
    public async Task KernelTests_OnALesserMachine_Pass(string variable, string missing)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList =
            {
                "vstest", typeof(NarrowerVectorsTests).Assembly.Location, "--TestCaseFilter:FullyQualifiedName!~WorkerTeam&FullyQualifiedName!~NarrowerVectors",
                "--logger:console;verbosity=normal",
            },
            Environment = { [variable] = "0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync();
        var text = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        var tested = TestedSet().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList();
        output.WriteLine($"{variable}=0 tested {string.Join(", ", tested)}.");
        child.ExitCode.Should().Be(0, "{0}{1}", text, await error);
        tested.Should().Contain("scalar").And.NotContain(missing);
    }

    [GeneratedRegex("""\(name: "([^"]+)"\)""")]
    private static partial Regex TestedSet();
}

using System.Diagnostics;

namespace MobileNets.Imaging.Tests;

/// <summary>Runs the tests of everything that is vectorised again where the processor seems to have less.</summary>
public class VectorWidthTests
{
    private const string Filter =
        "FullyQualifiedName~ImageResizeTests|FullyQualifiedName~ColorJitterTests|FullyQualifiedName~ChannelNormalizationTests"
        + "|FullyQualifiedName~EvaluationPreprocessingTests|FullyQualifiedName~ResizeArea|FullyQualifiedName~PixelBufferTests";

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public async Task VectorCode_OnALesserProcessor_PassesItsTests(string missingFeature)
    {
        string[] arguments = ["vstest", typeof(VectorWidthTests).Assembly.Location, "--TestCaseFilter:" + Filter];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[missingFeature] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, output + await error);
        output.Should().MatchRegex(@"Passed: +\d\d");
    }
}

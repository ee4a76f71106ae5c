using System.Text.Json;

namespace MobileNets.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>stdout as the one JSON document that it has to be.</summary>
    public JsonElement Json()
    {
        ExitCode.Should().Be(0, Error);
        return JsonDocument.Parse(Output).RootElement;
    }

    /// <summary>The call's words were wrong: status 1, the reason and the usage on stderr, nothing on stdout.</summary>
    public void ShouldBeAUsageError(string reason)
    {
        ExitCode.Should().Be(1);
        Error.Should().Contain(reason).And.Contain("Usage:");
        Output.Should().BeEmpty();
    }

    /// <summary>Something failed: status 2, one line on stderr that has the parts, nothing on stdout.</summary>
    public void ShouldBeAFailure(params string[] parts)
    {
        ExitCode.Should().Be(2);
        Error.Should().ContainAll(parts);
        Error.TrimEnd('\n').Should().NotContain("\n").And.NotContain("   at ");
        Output.Should().BeEmpty();
    }
}

namespace MobileNets.Cli.Tests;

public sealed class SummaryTests
{
    [Fact]
    public void Summary_BatchOfTwo_PrintsTheNetworksFigures()
    {
        var json = CommandLineProgram.Run("summary", "--input", "2,3,224,224", "--format", "json").Json();

        json.GetProperty("parameters").GetInt64().Should().Be(3_504_872);
        json.GetProperty("multAdds").GetInt64().Should().Be(601_548_544);
        json.GetProperty("torchinfoMultAdds").GetInt64().Should().Be(601_618_768);
        var first = json.GetProperty("layers")[0];
        first.GetProperty("name").GetString().Should().Be("features.0.0");
        first.GetProperty("type").GetString().Should().Be("Conv2d");
        first.GetProperty("outputShape").EnumerateArray().Select(d => d.GetInt32()).Should().Equal(2, 32, 112, 112);
    }

    [Fact]
    public void Summary_WidthAndClasses_AreTheNetworks() =>
        CommandLineProgram.Run("summary", "--width", "0.35", "--classes", "1000", "--input", "1,3,96,96", "--format", "json").Json()
            .GetProperty("multAdds").GetInt64().Should().Be(11_934_128);

    [Fact]
    public void Summary_Text_IsTorchinfosTable()
    {
        var result = CommandLineProgram.Run("summary", "--input", "2,3,224,224");

        result.ExitCode.Should().Be(0);
        result.Error.Should().BeEmpty();
        result.Output.Should().Contain("├─Sequential: 1-1").And.Contain("Total mult-adds (M): 601.62").And.Contain("Forward/backward pass size (MB): 213.72");
    }

    [Fact]
    public void Summary_Markdown_IsATable()
    {
        var result = CommandLineProgram.Run("summary", "--input", "2,3,224,224", "--format", "markdown");

        result.ExitCode.Should().Be(0);
        result.Output.Should().StartWith("| Module | Type |").And.Contain("| Mult-adds of convolutions and linear layers | 601,548,544 |");
    }

    [Theory]
    [InlineData("text", "features.2.conv.1.0 +Conv2d +3×3 +2 +96 ")]
    [InlineData("markdown", "\\| features.2.conv.1.0 \\| Conv2d \\| 3×3 \\| 2 \\| 96 \\|")]
    public void Summary_Costs_ShowsSettingsOfEveryLayer(string format, string expected) =>
        CommandLineProgram.Run("summary", "--costs", "--format", format).Output.Should().MatchRegex(expected);

    [Fact]
    public void Summary_CostsAsJson_AddsToTheLayers()
    {
        var json = CommandLineProgram.Run("summary", "--costs", "--format", "json").Json();

        json.GetProperty("multAdds").GetInt64().Should().Be(300_774_272);
        json.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("share").GetDouble()).Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Summary_GermanMachine_PrintsTheSame()
    {
        string[] arguments = ["summary", "--width", "0.75"];

        var german = CommandLineProgram.Finish(CommandLineProgram.Start(arguments, ("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8")));

        german.Should().Be(CommandLineProgram.Run(arguments));
    }

    [Theory]
    [InlineData("--width", "0,35")]
    [InlineData("--width", "0")]
    [InlineData("--width", "1e9")]
    [InlineData("--classes", "0")]
    [InlineData("--classes", "99999999")]
    [InlineData("--input", "2,3,224")]
    [InlineData("--input", "1,3,16,224")]
    [InlineData("--format", "xml")]
    [InlineData("--nonsense", "1")]
    public void Summary_WrongWord_IsAUsageErrorThatNamesIt(string option, string value) =>
        CommandLineProgram.Run("summary", option, value).ShouldBeAUsageError(option);
}

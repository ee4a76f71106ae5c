using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

public class OptionsTests
{
    [Fact]
    public void Parse_NoWords_WritesIntoArtifacts() => Options.Parse([]).Output.Should().Be(Path.Combine("artifacts", "paper"));

    [Fact]
    public void Parse_Output_IsTaken() => Options.Parse(["--output", "somewhere"]).Output.Should().Be("somewhere");

    [Theory]
    [InlineData("--ouput", "x")]
    [InlineData("somewhere")]
    [InlineData("--output")]
    [InlineData("--output", "")]
    [InlineData("--output", "--help")]
    public void Parse_WrongWords_Throws(params string[] words)
    {
        var parse = () => Options.Parse(words);

        parse.Should().Throw<ArgumentException>();
    }
}

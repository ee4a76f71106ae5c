using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

public class OptionsTests
{
    [Fact]
    public void Parse_NoWords_WritesIntoArtifacts() => Options.Parse([]).Output.Should().Be(Path.Combine("artifacts", "paper"));

    [Fact]
    public void Parse_Output_IsTaken() => Options.Parse(["--output", "somewhere"]).Output.Should().Be("somewhere");

    [Fact]
    public void Parse_NoSections_IsAllOnce() =>
        Options.Parse([]).Sections.Select(section => section.Id).Should().HaveCount(10).And.OnlyHaveUniqueItems();

    [Fact]
    public void Parse_Sections_KeepsThePagesOrder() =>
        Options.Parse(["--sections", "memory,costs"]).Sections.Select(section => section.Id).Should().Equal("costs", "memory");

    [Fact]
    public void Usage_Sections_NamesEach()
    {
        foreach (var section in Options.Parse([]).Sections)
            Options.Usage.Should().Contain(section.Id);
    }

    [Theory]
    [InlineData("--sections", "costs,mamory")]
    [InlineData("--sections", "costs,")]
    [InlineData("--sections")]
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

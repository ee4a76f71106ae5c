using System.Xml.Linq;
using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Report CreateSut() => new(_folder, "claim", "A < B & C");

    [Fact]
    public void Table_AnyTable_IsAlsoAMarkdownFile()
    {
        CreateSut().Table("sizes", "Sizes.", new Table(["layer", "size"], [["a|b", "1,024"], ["c", "−2"]]));

        File.ReadAllText(Path.Combine(_folder, "claim-sizes.md")).Should().Be("Sizes.\n\n| layer | size |\n| --- | ---: |\n| a\\|b | 1,024 |\n| c | −2 |\n");
    }

    [Fact]
    public void Table_TextWithMarkup_IsEncoded()
    {
        var report = CreateSut();

        report.Table("sizes", "x < y", new Table(["a & b"], [["<b>"]]));

        report.Html.Should().Contain("x &lt; y").And.Contain("a &amp; b").And.Contain("&lt;b&gt;");
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(100, true)]
    public void Table_ManyRows_AreFolded(int rows, bool isFolded)
    {
        var report = CreateSut();

        report.Table("sizes", "Sizes.", new Table(["size"], [.. Enumerable.Range(0, rows).Select(i => (IReadOnlyList<string>)[$"{i}"])]));

        report.Html.Contains("<details><summary>100 rows</summary>").Should().Be(isFolded);
    }

    [Fact]
    public void Figure_AnyPicture_IsAFileThatThePageShows()
    {
        var report = CreateSut();

        report.Figure("curve", "A curve.", stream => stream.Write("<svg/>"u8));

        File.ReadAllText(Path.Combine(_folder, "claim-curve.svg")).Should().Be("<svg/>");
        report.Html.Should().Contain("src=\"claim-curve.svg\"").And.Contain("A curve.");
    }

    [Fact]
    public void Paragraph_WhatBelongsTogether_DoesNotBreak()
    {
        var report = CreateSut();

        report.Paragraph("A map of 7 × 7 pixels, n = 2, 5 % less.");

        report.Html.Should().Be("<p>A map of 7\u00a0×\u00a07 pixels, n\u00a0=\u00a02, 5\u00a0% less.</p>\n");
    }

    [Fact]
    public void WritePage_SomeSections_IsWellFormedAndLinksEachHeading()
    {
        var report = CreateSut();
        report.Paragraph("Some <em>text</em>.");
        report.Table("sizes", "Sizes.", new Table(["layer", "size"], [["a", "1"]]));
        var path = Path.Combine(_folder, "index.html");

        Page.Write(path, [report, new Report(_folder, "other", "Other")]);

        // As XML, but for what HTML leaves open.
        var html = File.ReadAllText(path).Replace("<!DOCTYPE html>", "");
        var page = XDocument.Parse(System.Text.RegularExpressions.Regex.Replace(html, "<(meta|img)([^>]*)>", "<$1$2/>"));
        var links = page.Descendants("nav").Descendants("a").Select(a => a.Attribute("href")!.Value);
        var sections = page.Descendants("section").Select(section => "#" + section.Attribute("id")!.Value);
        links.Should().Equal("#claim", "#other").And.Equal(sections);
        page.Descendants("h2").First().Value.Should().Be("A < B & C");
        html.Should().NotContain("<script");
    }
}

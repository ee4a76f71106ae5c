using System.Net;
using System.Text;

namespace MobileNets.PaperFigures;

/// <summary>The page that shows every section, with one style sheet and no script.</summary>
internal static class Page
{
    private const string Title = "What the MobileNetV2 paper claims, computed";

    public static void Write(string path, IReadOnlyList<Report> sections)
    {
        var html = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Title}</title>
            <style>
            {StyleSheet()}</style>
            </head>
            <body>
            <header>
            <h1>{Title}</h1>
            <p>Sandler, Howard, Zhu, Zhmoginov and Chen, <a href="https://arxiv.org/abs/1801.04381"><cite>MobileNetV2: Inverted Residuals
            and Linear Bottlenecks</cite></a> (2018). Every number and every picture on this page comes out of this library. They were computed when
            the page was written, but for the ablations, whose training takes longer: these are drawn from <code>docs/ablations.csv</code>, which
            <code>dotnet run -c Release --project samples/PaperFigures -- --ablations all</code> fills. Tables are also Markdown files, and
            pictures SVG files, beside this page.</p>
            <nav aria-label="Contents"><ol>

            """);
        foreach (var section in sections)
            html.Append($"<li><a href=\"#{section.Id}\">{Encode(section.Title)}</a></li>\n");
        html.Append("</ol></nav>\n</header>\n<main>\n");
        foreach (var section in sections)
            html.Append($"<section id=\"{section.Id}\">\n<h2>{Encode(section.Title)}</h2>\n{section.Html}</section>\n");
        html.Append("</main>\n</body>\n</html>\n");
        File.WriteAllText(path, html.ToString());
    }

    private static string StyleSheet()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

using System.Net;
using System.Text;

namespace MobileNets.PaperFigures;

/// <summary>Collects one section of the page; its tables and figures are files of their own beside the page, too.</summary>
/// <param name="folder">An existing folder, where index.html will be.</param>
/// <param name="id">The section's anchor, and the prefix of its files.</param>
/// <param name="title">The section's heading, as text.</param>
internal sealed class Report(string folder, string id, string title)
{
    // What these join stays on one line.
    private static readonly string[] s_joints = [" × ", " = ", " %"];

    // More are folded away on the page.
    private const int RowsShown = 30;

    private readonly StringBuilder _body = new();

    public string Id => id;

    public string Title => title;

    /// <summary>What was collected so far, as HTML.</summary>
    public string Html => _body.ToString();

    /// <summary>Adds a paragraph; what belongs together, as in 3 × 3, n = 2 and 5 %, stays on one line.</summary>
    /// <param name="html">Its content; text has to be encoded.</param>
    public void Paragraph(string html) =>
        _body.Append($"<p>{s_joints.Aggregate(html, (text, joint) => text.Replace(joint, joint.Replace(' ', '\u00a0'), StringComparison.Ordinal))}</p>\n");

    /// <summary>Adds a table, and writes it as <c>ID-NAME.md</c>.</summary>
    /// <param name="name">The file's name without prefix and extension.</param>
    /// <param name="caption">What the table shows, as text.</param>
    public void Table(string name, string caption, Table table)
    {
        File.WriteAllText(PathOf(name, "md"), $"{caption}\n\n{Markdown.Of(table)}");
        _body.Append($"<figure id=\"{id}-{name}\">\n<figcaption>{Encode(caption)} <a href=\"{id}-{name}.md\">Markdown</a></figcaption>\n");
        var isFolded = table.Rows.Count > RowsShown;
        if (isFolded)
            _body.Append($"<details><summary>{table.Rows.Count} rows</summary>\n");
        _body.Append("<div class=\"wide\"><table>\n");
        AppendRow("th scope=\"col\"", "th", table, table.Columns);
        foreach (var row in table.Rows)
            AppendRow("td", "td", table, row);
        _body.Append($"</table></div>\n{(isFolded ? "</details>\n" : "")}</figure>\n");
    }

    /// <summary>Adds a picture, and writes it as <c>ID-NAME.svg</c>.</summary>
    /// <param name="name">The file's name without prefix and extension.</param>
    /// <param name="caption">What the picture shows, as text.</param>
    /// <param name="write">Writes it as SVG.</param>
    public void Figure(string name, string caption, Action<Stream> write)
    {
        using (var file = File.Create(PathOf(name, "svg")))
            write(file);
        _body.Append($"<figure id=\"{id}-{name}\">\n<div class=\"wide\"><a href=\"{id}-{name}.svg\"><img src=\"{id}-{name}.svg\" alt=\"{Encode(caption)}\"></a></div>\n");
        _body.Append($"<figcaption>{Encode(caption)}</figcaption>\n</figure>\n");
    }

    private void AppendRow(string tag, string end, Table table, IReadOnlyList<string> cells)
    {
        _body.Append("<tr>");
        for (var column = 0; column < cells.Count; column++)
            _body.Append($"<{tag}{(table.IsNumeric(column) ? " class=\"number\"" : "")}>{Encode(cells[column])}</{end}>");
        _body.Append("</tr>\n");
    }

    private string PathOf(string name, string extension) => Path.Combine(folder, $"{id}-{name}.{extension}");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

using System.Text;

namespace MobileNets.Kernels.Generator;

/// <summary>Indented lines of C#.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    public void Line(string line)
    {
        if (line.Length > 0)
            text.Append(' ', 4 * depth).Append(line);
        text.Append('\n');
    }

    /// <summary>Begins a braced block under a line, or a bare one.</summary>
    public void Open(string? head = null)
    {
        if (head != null)
            Line(head);
        Line("{");
        depth++;
    }

    /// <summary>Ends a block; <paramref name="tail"/> follows the brace.</summary>
    public void Close(string tail = "")
    {
        depth--;
        Line("}" + tail);
    }

    public override string ToString() => text.ToString();
}

using System.Globalization;
using System.Text;
using System.Xml;

namespace MobileNets.Charts;

/// <summary>An SVG document with this project's colours, which follow the reader's light or dark setting.</summary>
internal sealed class SvgWriter : IDisposable
{
    /// <summary>How many steps the scale of colours has: the classes <c>ramp0</c>, <c>ramp1</c>, …</summary>
    public const int RampSteps = 10;

    // Okabe and Ito's blue and orange (2008), which readers with any colour vision tell apart; lighter in the dark.
    // The scale is viridis (Smith and van der Walt, 2015) without its end that is hard to see on the surface.
    private const string Style = """
        text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 12px; fill: #444b54; }
        .surface { fill: #ffffff; }
        .heading { font-size: 16px; font-weight: 600; fill: #1f2328; }
        .title { font-size: 13px; font-weight: 600; fill: #1f2328; }
        .small { font-size: 10px; }
        .grid { stroke: #e4e7eb; stroke-width: 1; }
        .axis { stroke: #8b949e; stroke-width: 1; fill: none; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .line.first { stroke: #0072b2; } .dot.first { fill: #0072b2; }
        .line.second { stroke: #d55e00; } .dot.second { fill: #d55e00; }
        .line.third { stroke: #557a6b; } .dot.third { fill: #557a6b; }
        .line.fourth { stroke: #a64d86; } .dot.fourth { fill: #a64d86; }
        .line.fifth { stroke: #9a7b00; } .dot.fifth { fill: #9a7b00; }
        .dashed { stroke-dasharray: 2 5; }
        .band { fill-opacity: 0.18; }
        .bar.first, .band.first { fill: #0072b2; } .bar.second, .band.second { fill: #d55e00; } .bar.third, .band.third { fill: #557a6b; }
        .bar.fourth, .band.fourth { fill: #a64d86; } .bar.fifth, .band.fifth { fill: #9a7b00; }
        .halo { fill: none; stroke: #ffffff; stroke-width: 5; stroke-linecap: round; }
        .mark { fill: #1f2328; }
        .named { stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; paint-order: stroke; }
        .ramp { fill: currentColor; }
        .point { fill: none; stroke: currentColor; stroke-width: 3.2; stroke-linecap: round; }
        .ramp0 { color: #440154; } .ramp1 { color: #482172; } .ramp2 { color: #423e84; } .ramp3 { color: #38588b; } .ramp4 { color: #2e6f8e; }
        .ramp5 { color: #25868d; } .ramp6 { color: #219c88; } .ramp7 { color: #2fb17c; } .ramp8 { color: #54c467; } .ramp9 { color: #87d448; }
        .cell { fill: #0072b2; }
        .on { fill: #ffffff; }
        @media (prefers-color-scheme: dark) {
          text { fill: #aab4bf; }
          .surface { fill: #12161c; }
          .heading, .title { fill: #eef2f6; }
          .grid { stroke: #262d36; }
          .axis { stroke: #6b7682; }
          .line.first { stroke: #56b4e9; } .dot.first { fill: #56b4e9; }
          .line.second { stroke: #f0a04b; } .dot.second { fill: #f0a04b; }
          .line.third { stroke: #8fc1ab; } .dot.third { fill: #8fc1ab; }
          .line.fourth { stroke: #dc9bc6; } .dot.fourth { fill: #dc9bc6; }
          .line.fifth { stroke: #e3cf57; } .dot.fifth { fill: #e3cf57; }
          .bar.first, .band.first { fill: #56b4e9; } .bar.second, .band.second { fill: #f0a04b; } .bar.third, .band.third { fill: #8fc1ab; }
          .bar.fourth, .band.fourth { fill: #dc9bc6; } .bar.fifth, .band.fifth { fill: #e3cf57; }
          .halo { stroke: #12161c; }
          .mark { fill: #eef2f6; }
          .named { stroke: #12161c; }
          .ramp0 { color: #355f8d; } .ramp1 { color: #2c728e; } .ramp2 { color: #25868d; } .ramp3 { color: #219989; } .ramp4 { color: #26ab82; }
          .ramp5 { color: #40bc72; } .ramp6 { color: #68cb5b; } .ramp7 { color: #98d73e; } .ramp8 { color: #cbe126; } .ramp9 { color: #fde725; }
          .cell { fill: #56b4e9; }
          .on { fill: #12161c; }
        }
        """;

    private readonly XmlWriter _xml;

    public SvgWriter(Stream stream, double width, double height, string description)
    {
        _xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CloseOutput = false, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        _xml.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attributes(("width", width), ("height", height), ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("role", "img"), ("aria-label", description));
        _xml.WriteElementString("title", null, description);
        _xml.WriteElementString("style", null, "\n" + Style + "\n");
        Rectangle(0, 0, width, height, "surface");
    }

    /// <summary>About how wide a text is in pixels; a reader's font may differ.</summary>
    public static double WidthOf(string text) => text.Sum(c => c switch
    {
        _ when "ijlI.,:;'| ".Contains(c) => 3.8,
        _ when "tfr()[]/".Contains(c) => 4.8,
        _ when "mwMW%=×÷+−<>".Contains(c) => 10.6,
        >= 'A' and <= 'Z' => 8.4,
        _ => 7.3,
    });

    public void Text(double x, double y, string text, string anchor = "start", string? style = null, double rotate = 0)
    {
        _xml.WriteStartElement("text");
        Attributes(("x", x), ("y", y), ("text-anchor", anchor), ("class", style), ("transform", rotate == 0 ? null : $"rotate({Number(rotate)} {Number(x)} {Number(y)})"));
        _xml.WriteString(Printable(text));
        _xml.WriteEndElement();
    }

    public void Line(double x1, double y1, double x2, double y2, string style) => Element("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("class", style));

    public void Rectangle(double x, double y, double width, double height, string style, double? opacity = null) =>
        Element("rect", ("x", x), ("y", y), ("width", width), ("height", height), ("class", style), ("fill-opacity", opacity));

    public void Dot(double x, double y, double radius, string style) => Element("circle", ("cx", x), ("cy", y), ("r", radius), ("class", style));

    /// <summary>A line through points, broken where one is missing.</summary>
    public void Path(IEnumerable<(double X, double Y)?> points, string style)
    {
        var path = new StringBuilder();
        var isDrawn = false;
        foreach (var point in points)
        {
            if (point is var (x, y))
                path.Append(isDrawn ? 'L' : 'M').Append(Number(x)).Append(' ').Append(Number(y));
            isDrawn = point is not null;
        }
        Element("path", ("d", path.ToString()), ("class", style));
    }

    /// <summary>Round dots, as one path.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, string style) =>
        Element("path", ("d", string.Concat(points.Select(point => $"M{Number(point.X)} {Number(point.Y)}h0"))), ("class", style));

    /// <summary>The area within a closed line.</summary>
    public void Area(IEnumerable<(double X, double Y)> corners, string style) =>
        Element("path", ("d", "M" + string.Join('L', corners.Select(corner => $"{Number(corner.X)} {Number(corner.Y)}")) + "Z"), ("class", style));

    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.Dispose();
    }

    private void Element(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        _xml.WriteStartElement(name);
        Attributes(attributes);
        _xml.WriteEndElement();
    }

    private void Attributes(params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            if (value is not null)
                _xml.WriteAttributeString(name, value is double number ? Number(number) : Printable((string)value));
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    // A folder's name may hold what XML cannot.
    private static string Printable(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}

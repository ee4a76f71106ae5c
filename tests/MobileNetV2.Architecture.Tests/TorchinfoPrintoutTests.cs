using System.Globalization;
using System.Text.RegularExpressions;

namespace MobileNets.Architecture.Tests;

/// <summary>
/// The summary beside torchinfo's print-out of a network that nests its modules otherwise: a sequence a stage where torchvision's blocks
/// lie side by side, other classes, no wrapper around stem and head.
/// </summary>
public sealed partial class TorchinfoPrintoutTests
{
    // The blocks of stages 2-4 to 2-10: the last one's output is the stage's.
    private static readonly int[] s_lastBlockOfStage = [1, 3, 6, 10, 13, 16, 17];

    private static readonly NetworkSummary s_sut = new(MobileNetV2Plan.Create(), batchSize: 2);

    private static readonly string[] s_lines = ReadLines();

    public static TheoryData<string, string, string, string> PrintedRows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var match in s_lines.Select(line => Row().Match(line)).Where(match => match.Success))
            rows.Add(match.Groups["type"].Value, match.Groups["index"].Value, match.Groups["shape"].Value, match.Groups["parameters"].Value);
        return rows;
    }

    [Fact]
    public void PrintedRows_OfTheFile_AreEveryLineBetweenTheDividers()
    {
        var dividers = s_lines.Index().Where(line => line.Item.StartsWith('=')).Select(line => line.Index).ToList();

        PrintedRows().Should().HaveCount(dividers[2] - dividers[1] - 1).And.HaveCount(37);
    }

    [Theory]
    [MemberData(nameof(PrintedRows))]
    public void Rows_ByNameMap_EqualThePrintedOnes(string type, string index, string shape, string parameters)
    {
        var row = s_sut.Rows.Single(row => row.Name == NameOf(type, index));

        $"[{string.Join(", ", row.OutputShape)}]".Should().Be(shape);
        if (parameters == "--")
            (row.Parameters == 0 || type is "Sequential" or "MobileNetV2").Should().BeTrue("a layer without parameters has none here either");
        else
            row.Parameters.ToString("N0", CultureInfo.InvariantCulture).Should().Be(parameters);
        if (type is not ("Sequential" or "InvertedBottleneck"))
            row.Type.Should().Be(type);
    }

    [Fact]
    public void Rows_ThatAreNotPrinted_AreTheDropoutAndWhatTheBlocksHide()
    {
        var printed = PrintedRows().Select(row => NameOf((string)row[0], (string)row[1])).ToHashSet();

        var others = s_sut.Rows.Where(row => !printed.Contains(row.Name)).Select(row => row.Name).ToList();

        others.Where(name => !name.Contains(".conv")).Should().Equal("features", "classifier.0");
    }

    [Fact]
    public void ToText_Totals_EqualThePrintedOnes()
    {
        var ours = s_sut.ToText().Split('\n');
        var printed = s_lines.Where(line => line.Contains("params:") || line.Contains("mult-adds") || line.Contains("(MB)")).ToList();

        printed.Should().HaveCount(8);
        foreach (var line in printed)
            // 1.20 + 213.72 + 14.02 = 228.94: the print-out's own terms. Its sum is of other roundings.
            ours.Should().Contain(line == "Estimated Total Size (MB): 228.93" ? "Estimated Total Size (MB): 228.94" : line);
    }

    private static string NameOf(string type, string index)
    {
        var place = index.Split('-') is [var depth, var number] ? (int.Parse(depth), int.Parse(number)) : (0, 1);
        return (type, place) switch
        {
            ("MobileNetV2", (0, 1)) => "MobileNetV2",
            ("Sequential", (1, 1)) => "features.0",
            (_, (2, >= 1 and <= 3 and var i)) => $"features.0.{i - 1}",
            ("Sequential", (1, 2)) => "features.17", // all stages: where the last one ends
            ("Sequential", (2, >= 4 and <= 10 and var i)) => $"features.{s_lastBlockOfStage[i - 4]}",
            ("InvertedBottleneck", (3, var i)) => $"features.{i}",
            ("Sequential", (1, 3)) => "features.18",
            (_, (2, >= 11 and <= 13 and var i)) => $"features.18.{i - 11}",
            ("AdaptiveAvgPool2d", (1, 4)) => "avgpool",
            ("Sequential", (1, 5)) => "classifier",
            ("Linear", (2, 14)) => "classifier.1",
            _ => throw new ArgumentException($"{type}: {index} has no place in the map."),
        };
    }

    private static string[] ReadLines()
    {
        using var stream = typeof(TorchinfoPrintoutTests).Assembly.GetManifestResourceStream("torchinfo-summary.txt")!;
        return new StreamReader(stream).ReadToEnd().TrimEnd().Split('\n');
    }

    [GeneratedRegex(@"^[├│└─ ]*(?<type>\w+)(: (?<index>\d+-\d+))? (?<shape>\[[\d, ]+\]) (?<parameters>--|[\d,]+)$")]
    private static partial Regex Row();
}

using MobileNets.Architecture;
using MobileNets.Charts;
using MobileNets.Inference;

namespace MobileNets.PaperFigures;

/// <summary>What has to be held in memory at a time: the paper's table 3 and section 5.1, and the managed engine.</summary>
internal sealed class MemorySection : ISection
{
    // What the paper's activations take, and the engine's floats.
    private const int PaperBytes = 2;
    private const int FloatBytes = 4;

    // More parts than channels: one channel at a time.
    private const int ChannelByChannel = int.MaxValue;

    private static readonly int[] s_parts = [1, 2, 3, 6, ChannelByChannel];

    public string Id => "memory";

    public string Title => "Memory";

    public void Write(Report report)
    {
        var (v1, v2) = (MobileNetV1Plan.Create(), MobileNetV2Plan.Create());
        report.Paragraph("""
            What is inside an inverted residual never has to exist whole: expansion and depthwise convolution work on any few of its channels, and the
            projection adds up what comes out. Only the bottlenecks between the blocks have to be materialised (section 5.1). The same holds for the stem, whose
            channels the first block filters one by one, and for the head before its pooling.
            """);
        report.Table("table-3", "Table 3: channels and thousands of bytes, at 16 bits a number, of the largest tensor that has to be materialised at each size.", Table3(v1, v2));
        report.Paragraph($"""
            The last edition of the paper prints a maximum of 1600K, 400K and 600K: for MobileNetV1 ({Text.Kilobytes(Maximum(Materialization.Of(v1)))} kB) and MobileNetV2
            ({Text.Kilobytes(Maximum(Materialization.Of(v2)))} kB) that is what is computed here. The first edition's 800K and 200K leave out the maps of 112 × 112 (“O(1)”).
            From 56 × 56 to 14 × 14 the paper has 32, 64 and 160 channels for MobileNetV2, each time those that the next size has, where the blocks of its table 2 leave 24, 32 and 96; its
            maximum does not depend on them. For ShuffleNet with g = 3 it prints 400, 800 and 1600 channels, which are those of g = 2 (table 1 of arXiv
            1707.01083): {Text.Kilobytes(Maximum(ShuffleNet(2)))} kB; with g = 3 it is {Text.Kilobytes(Maximum(ShuffleNet(3)))} kB.
            For MobileNetV1 at 7 × 7 it prints 199K where 1024 channels take {Text.Kilobytes(PaperBytes * 7 * 7 * 1024)} kB.
            """);
        report.Figure("sizes", "The largest tensor at each size: MobileNetV2 is below both others throughout.", stream => DrawSizes(stream, v1, v2));
        report.Paragraph("""
            While a block runs, its input, the sums of its output and one part of the expanded channels are there, before and after the depthwise convolution. In t parts
            the expanded channels take a t-th of the memory; the input and the output remain.
            """);
        report.Table("split", "Thousands of bytes that a block holds at a time with the expansion in t parts, at 16 bits a number: the most of all blocks that read maps of a size.", Split(v2));
        report.Table("engine", "Beside the managed engine, one thread, one picture of 224 × 224: input, output and parts of the largest block by formula, and the workspace that the engine allocates for everything.", Engine(v2));
        report.Paragraph("""
            The engine's parts are whole blocks of 16 channels, and its rows are padded. With t = 6 the first inverted residual is in the way: its 32 channels are two such
            blocks, which cannot be split further. By default the engine goes further than the paper: the first blocks run row by row, and maps of 112 × 112 never exist at
            all. All strategies give the same bits.
            """);
    }

    internal static Table Table3(NetworkPlan v1, NetworkPlan v2)
    {
        IReadOnlyList<MaterializedTensor>[] networks = [.. new[] { Materialization.Of(v1), Materialization.Of(v2), ShuffleNet(3), ShuffleNet(2) }.Select(Materialization.LargestBySize)];
        string Cell(IReadOnlyList<MaterializedTensor> tensors, int size) => tensors.Where(tensor => tensor.Shape.Height == size)
            .Select(tensor => $"{tensor.Shape.Channels} / {Text.Kilobytes(tensor.Bytes(PaperBytes))}").FirstOrDefault("–");
        return new Table(["size", "MobileNetV1", "MobileNetV2", "ShuffleNet 2×, g = 3", "ShuffleNet 2×, g = 2"],
        [
            .. networks[0].Select(tensor => tensor.Shape.Height).Select(size => (IReadOnlyList<string>)[$"{size} × {size}", .. networks.Select(network => Cell(network, size))]),
            ["most (kB)", .. networks.Select(network => Text.Kilobytes(Maximum(network)))],
        ]);
    }

    internal static Table Split(NetworkPlan plan)
    {
        var blocks = plan.Blocks.Where(block => block.Kind == BlockKind.InvertedResidual).GroupBy(block => block.Input.Height).ToList();
        string Most(IEnumerable<BlockPlan> some, int parts) => Text.Kilobytes(PaperBytes * Largest(some, parts));
        return new Table(["input", .. s_parts.Select(parts => parts == ChannelByChannel ? "one channel at a time" : $"t = {parts}")],
        [
            .. blocks.Select(size => (IReadOnlyList<string>)[$"{size.Key} × {size.Key}", .. s_parts.Select(parts => Most(size, parts))]),
            ["most", .. s_parts.Select(parts => Most(blocks.SelectMany(size => size), parts))],
        ]);
    }

    internal static Table Engine(NetworkPlan plan)
    {
        var blocks = plan.Blocks.Where(block => block.Kind == BlockKind.InvertedResidual).ToList();
        IReadOnlyList<string> Row(string name, long? formula, long engine) =>
            [name, formula is { } bytes ? Text.Kilobytes(bytes) : "–", Text.Kilobytes(engine), formula is { } expected ? $"{100.0 * engine / expected:F0}" : "–"];
        return new Table(["", "by formula (kB)", "engine (kB)", "engine ÷ formula (%)"],
        [
            Row("every expanded tensor whole", FloatBytes * Largest(blocks, 1), EngineWorkspace.Of(InferenceStrategy.Unfused)),
            .. new[] { 2, 3, 6 }.Select(parts => Row($"split expansion, t = {parts}", FloatBytes * Largest(blocks, parts), EngineWorkspace.Of(InferenceStrategy.SplitExpansion, parts))),
            Row("fused (default)", null, EngineWorkspace.Of(InferenceStrategy.Fused)),
            Row("fused, 16-bit activations (quantised)", null, EngineWorkspace.OfQuantized()),
        ]);
    }

    private static IReadOnlyList<MaterializedTensor> ShuffleNet(int groups) => ShuffleNetPlan.Create(groups, widthMultiplier: 2).MaterializedTensors;

    private static long Maximum(IEnumerable<MaterializedTensor> tensors) => tensors.Max(tensor => tensor.Bytes(PaperBytes));

    private static long Largest(IEnumerable<BlockPlan> blocks, int parts) => blocks.Max(block => SplitExpansion.Of(block, parts).Elements);

    private static void DrawSizes(Stream stream, NetworkPlan v1, NetworkPlan v2)
    {
        // By halvings of the picture: sizes themselves would crowd the small ones together.
        Series Line(string name, IReadOnlyList<MaterializedTensor> tensors, Func<MaterializedTensor, double> value, Tone tone) =>
            new(name, [.. Materialization.LargestBySize(tensors).Where(tensor => tensor.Shape.Height > 1).Select(tensor => (Math.Log2(224.0 / tensor.Shape.Height), value(tensor)))], tone);
        LineChart Chart(string title, Func<MaterializedTensor, double> value) => new()
        {
            Title = title,
            XLabel = "halvings of the picture: 1 is 112 × 112, 5 is 7 × 7",
            WholeX = true,
            Series =
            [
                Line("V1", Materialization.Of(v1), value, Tone.First),
                Line("V2", Materialization.Of(v2), value, Tone.Second),
                Line("ShuffleNet 2×, g = 3", ShuffleNet(3), value, Tone.Third),
            ],
        };
        LineFigure.Write(stream, "The largest tensor that has to be materialised", [Chart("Memory (kB)", tensor => tensor.Bytes(PaperBytes) / 1e3), Chart("Channels", tensor => tensor.Shape.Channels)]);
    }
}

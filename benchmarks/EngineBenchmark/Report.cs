using System.Globalization;

namespace MobileNets.Benchmarks;

/// <summary>The tables.</summary>
internal static class Report
{
    public static void PrintHeading(Options options)
    {
        Console.WriteLine($"ONNX Runtime {OrtApi.LibraryVersion}; {options.Kernels.Name} kernels; {options.Rounds} rounds; milliseconds a picture; load {Load()}");
        Console.WriteLine("width  size  threads  batch   ours min  median   ONNX Runtime min  median   ratio of medians  minima   of FMA peak   workspace bytes   logits differ by");
    }

    public static void Print(Comparison c)
    {
        var slower = c.MedianRatio > 1 ? "  slower" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{c.Width,5:F2}  {c.Size,4}  {c.Threads,7}  {c.Batch,5}   {c.OursMinimum,8:F3}  {c.OursMedian,6:F3}   {c.PeerMinimum,16:F3}  {c.PeerMedian,6:F3}   {c.MedianRatio,16:F3}  {c.MinimumRatio,6:F3}   {c.PeakShare,11:P1}   {c.WorkspaceBytes,15}   {c.Difference,16:E1}{slower}"));
    }

    public static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}

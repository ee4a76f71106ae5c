namespace MobileNets.Benchmarks;

/// <summary>The table: a row for each workload and side, and how ours compares with it.</summary>
internal static class Report
{
    public static void Print(IReadOnlyList<ISide> sides, IReadOnlyList<Result> results)
    {
        var name = sides.Max(side => side.Name.Length);
        var workload = results.Max(result => result.Workload.Length);
        Console.WriteLine($"{"milliseconds".PadRight(workload)}  {"".PadRight(name)}  {"median",9}  {"minimum",9}  {"processor",9}  ours / it: median, minimum, processor");
        foreach (var group in results.GroupBy(result => result.Workload))
        {
            var ours = group.First();
            foreach (var result in group)
                Console.WriteLine($"{(result == ours ? group.Key : "").PadRight(workload)}  {result.Side.PadRight(name)}  {result.Median,9:F2}  {result.Minimum,9:F2}  {result.ProcessorMilliseconds,9:F1}"
                    + (result == ours ? "" : $"  {ours.Median / result.Median,17:F2}  {ours.Minimum / result.Minimum,7:F2}  {ours.ProcessorMilliseconds / result.ProcessorMilliseconds,9:F2}"));
        }
    }
}

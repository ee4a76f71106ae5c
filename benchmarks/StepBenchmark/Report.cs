using System.Globalization;

namespace MobileNets.Benchmarks;

/// <summary>The table of one setting.</summary>
internal static class Report
{
    public static void Print(IReadOnlyList<Result> results)
    {
        var name = results.Max(result => result.Side.Name.Length);
        var peers = results.Where(result => Side.Peers.Contains(result.Side)).ToList();
        Console.WriteLine($"{"".PadRight(name)}        milliseconds   medians of the parts                    / fastest PyTorch   / as installed      peak");
        Console.WriteLine($"{"".PadRight(name)}   median  minimum   forward  backward  optimiser   rest    median  minimum    median  minimum       MiB");
        foreach (var result in results)
        {
            var (median, forward, backward, optimizer) =
                (result.Median(step => step.Total), result.Median(step => step.Forward), result.Median(step => step.Backward), result.Median(step => step.Optimizer));
            var rest = result.Median(step => step.Total - step.Forward - step.Backward - step.Optimizer);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Side.Name.PadRight(name)}  {median,7:F1}  {result.Minimum,7:F1}   {forward,7:F1}  {backward,8:F1}  {optimizer,9:F1}  {rest,5:F1}")
                + Ratios(result, peers) + Ratios(result, peers.Where(peer => peer.Side == Side.Installed).ToList()) + $"   {result.PeakMemory >> 20,7}");
        }
    }

    private static string Ratios(Result result, IReadOnlyList<Result> peers) =>
        peers.Count == 0
            ? $"   {"",7}  {"",7}"
            : string.Create(CultureInfo.InvariantCulture,
                $"   {result.Median(step => step.Total) / peers.Min(peer => peer.Median(step => step.Total)),7:F2}  {result.Minimum / peers.Min(peer => peer.Minimum),7:F2}");
}

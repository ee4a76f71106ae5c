namespace MobileNets.Benchmarks;

/// <summary>The table for a number of workers: a row for each side, and its ratio to the first, which is the bare decode.</summary>
internal static class Report
{
    public static void Print(int workers, IReadOnlyList<(string Name, List<Measurement> Rounds)> sides)
    {
        var name = sides.Max(side => side.Name.Length);
        var title = $"{workers} worker{(workers == 1 ? "" : "s")}";
        Console.WriteLine($"{title.PadRight(name)}  processor ms a picture: minimum, median  to bare decode: minimum, median  elapsed ms: minimum, median");
        var (_, bare) = sides[0];
        foreach (var (side, rounds) in sides)
        {
            var processor = Sorted(rounds.Select(round => round.Processor));
            var elapsed = Sorted(rounds.Select(round => round.Elapsed));
            // A round's sides ran one after the other, under the same load.
            var ratios = Sorted(rounds.Zip(bare, (ours, theirs) => ours.Processor / theirs.Processor));
            Console.WriteLine(
                $"{side.PadRight(name)}  {processor[0],31:F3}  {Median(processor),6:F3}"
                + $"  {processor[0] / bare.Min(round => round.Processor),23:F2}  {Median(ratios),6:F2}  {elapsed[0],19:F3}  {Median(elapsed),6:F3}");
        }
    }

    private static List<double> Sorted(IEnumerable<double> values) => [.. values.Order()];

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];
}

namespace MobileNets.Benchmarks;

/// <summary>The table for a number of workers: a row for each side, and its ratio to the first.</summary>
internal static class Report
{
    public static void Print(int workers, IReadOnlyList<(string Name, List<Measurement> Rounds)> sides)
    {
        var name = sides.Max(side => side.Name.Length);
        var title = $"{workers} worker{(workers == 1 ? "" : "s")}";
        Console.WriteLine($"{title.PadRight(name)}  processor ms a picture: median, minimum   ratio   elapsed ms: median, minimum   ratio");
        var first = sides[0].Rounds;
        foreach (var (side, rounds) in sides)
        {
            var (processor, elapsed) = (Row(rounds, round => round.Processor), Row(rounds, round => round.Elapsed));
            var (firstProcessor, firstElapsed) = (Row(first, round => round.Processor), Row(first, round => round.Elapsed));
            Console.WriteLine(
                $"{side.PadRight(name)}  {processor.Median,31:F3}  {processor.Minimum,7:F3}  {processor.Median / firstProcessor.Median,6:F2}"
                + $"  {elapsed.Median,19:F3}  {elapsed.Minimum,7:F3}  {elapsed.Median / firstElapsed.Median,6:F2}");
        }
    }

    private static (double Median, double Minimum) Row(List<Measurement> rounds, Func<Measurement, double> value)
    {
        var sorted = rounds.Select(value).Order().ToList();
        return (sorted[sorted.Count / 2], sorted[0]);
    }
}

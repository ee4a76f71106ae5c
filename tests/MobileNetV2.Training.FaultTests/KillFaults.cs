using System.Diagnostics;

namespace MobileNets.Training.FaultTests;

/// <summary>kill -9 at random moments, a third each in saves, in evaluations and in the middle of epochs; then one run that is killed again and again.</summary>
internal static class KillFaults
{
    public static void Run(Suite suite, int kills)
    {
        var random = new Random(20260101);
        var hits = new Dictionary<string, int> { ["save"] = 0, ["evaluation"] = 0, ["mid-epoch"] = 0 };
        for (var attempts = 0; hits.Values.Any(count => count < (kills + 2) / 3) && attempts < 3 * kills; attempts++)
        {
            var target = hits.MinBy(hit => hit.Value).Key;
            var run = suite.NewRun();
            using var child = suite.Start(run);
            Aim(child, target, random);
            child.Signal("KILL");
            var where = Where(child.Lines);
            if (hits.ContainsKey(where))
                hits[where]++;
            var difference = suite.ResumeAndCompare(run, out _);
            suite.Check($"kill -9 in {where} after {child.Lines.Count} events, resumed", difference is null, difference);
            Directory.Delete(run, recursive: true);
        }
        foreach (var (where, count) in hits)
            suite.Check($"{count} kills in {where}", count >= kills / 3, "too few");
        KillAgainAndAgain(suite, random);
    }

    private static void KillAgainAndAgain(Suite suite, Random random)
    {
        var run = suite.NewRun();
        var killed = 0;
        for (var isFinished = false; !isFinished && killed < 40; killed += isFinished ? 0 : 1)
        {
            using var child = suite.Start(run, File.Exists(Path.Combine(run, "last.ckpt")) || File.Exists(Path.Combine(run, "previous.ckpt")) ? ["resume"] : []);
            var events = random.Next(4, 12);
            isFinished = !child.WaitFor(_ => --events == 0);
            child.Signal("KILL");
        }
        var difference = suite.ResumeAndCompare(run, out _);
        suite.Check($"one run killed {killed} times", difference is null, difference);
    }

    // A line that announces the target, not always the first, and then some microseconds to milliseconds into it.
    private static void Aim(ChildProcess child, string target, Random random)
    {
        var skip = random.Next(target switch { "save" => 10, "evaluation" => 5, _ => 20 }) + (target == "save" ? 1 : 0);
        child.WaitFor(line => Announces(line, target) && skip-- == 0);
        var delay = TimeSpan.FromMilliseconds(random.NextDouble() * (target switch { "save" => 25, "evaluation" => 10, _ => 5 }));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < delay;)
            Thread.SpinWait(50);
    }

    private static bool Announces(string line, string target) => target switch
    {
        "save" => line == "saving",
        "evaluation" => line.StartsWith("evaluating", StringComparison.Ordinal),
        _ => IsMidEpoch(line),
    };

    // What it said last, it was doing.
    private static string Where(IReadOnlyList<string> lines) => lines[^1] switch
    {
        "saving" => "save",
        var line when line.StartsWith("evaluating", StringComparison.Ordinal) => "evaluation",
        var line when IsMidEpoch(line) => "mid-epoch",
        var line => $"'{line}'",
    };

    private static bool IsMidEpoch(string line) => line.Split(' ') is ["training", _, not "0" and var step, var steps] && step != steps;
}

using MobileNets.Modules;
using MobileNets.Training.Checkpoints;
using MobileNets.Training.Data;
using MobileNets.Weights;

namespace MobileNets.Training.FaultTests;

/// <summary>The pictures, the run that was left alone, and the tally of the others.</summary>
internal sealed class Suite
{
    private readonly string _root;
    private readonly ComputeMode _compute;
    private int _runs;

    public Suite(string root, ComputeMode compute)
    {
        (_root, _compute) = (root, compute);
        Data = Path.Combine(root, "flowers");
        SyntheticFlowers.Write(Data, new SyntheticFlowersOptions { Classes = 3, PerClass = 40, Size = 48, Shares = new SplitShares(40, 50, 10) });
        Reference = NewRun();
        using (var child = Start(Reference))
            Check("a run left alone finishes", child.Finish() == 0, string.Join('\n', child.Lines));
        using (var child = Start(NewRun()))
            Check("a second run left alone is the same", child.Finish() == 0 && Difference(Path.Combine(_root, "run-2")) is null, Difference(Path.Combine(_root, "run-2")));
    }

    public string Data { get; }

    public string Reference { get; }

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>Begins a run, or resumes one.</summary>
    public ChildProcess Start(string run, params string[] words) => new(Data, run, [_compute.ToString(), .. words]);

    public string NewRun() => Path.Combine(_root, $"run-{++_runs}");

    public string CopyOf(string run)
    {
        var copy = NewRun();
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(run))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    public bool Check(string what, bool holds, string? otherwise)
    {
        Console.WriteLine(holds ? $"ok    {what}" : $"FAIL  {what}: {otherwise}");
        (Passed, Failed) = holds ? (Passed + 1, Failed) : (Passed, Failed + 1);
        return holds;
    }

    public void Skip(string what, string reason)
    {
        Console.WriteLine($"skip  {what}: {reason}");
        Skipped++;
    }

    /// <summary>Resumes a run to its end; null when it is then what the run left alone is, else what is different.</summary>
    public string? ResumeAndCompare(string run, out ChildProcess resumed)
    {
        resumed = Start(run, "resume");
        using (resumed)
            return resumed.Finish() == 0 ? Difference(run) : $"resuming ended with {resumed.ExitCode}: {string.Join('\n', resumed.Lines.TakeLast(3))}";
    }

    /// <summary>What distinguishes a finished run from the one left alone, apart from times; null for nothing.</summary>
    public string? Difference(string run)
    {
        var (expected, actual) = (CheckpointFile.Read(Path.Combine(Reference, "last.ckpt")), CheckpointFile.Read(Path.Combine(run, "last.ckpt")));
        foreach (var (part, left, right) in (ReadOnlySpan<(string, StateDict?, StateDict?)>)
            [("weights", expected.Model, actual.Model), ("optimiser", expected.Optimizer, actual.Optimizer), ("average", expected.Average, actual.Average), ("best", expected.Best, actual.Best)])
            if (!left!.Select(Bits).SequenceEqual(right!.Select(Bits)))
                return $"other {part}";
        if (actual.State.Step != expected.State.Step)
            return $"{actual.State.Step} steps, not {expected.State.Step}";
        if (!File.ReadAllBytes(Path.Combine(run, "best.safetensors")).SequenceEqual(File.ReadAllBytes(Path.Combine(Reference, "best.safetensors"))))
            return "another best.safetensors";
        if (!Rows(run).SequenceEqual(Rows(Reference)))
            return $"other rows in metrics.csv:\n{string.Join('\n', Rows(run))}";
        if (EventsLength(run) != EventsLength(Reference))
            return "other TensorBoard events";
        return Directory.GetFiles(run, ".*.tmp").FirstOrDefault() is { } abandoned ? $"{abandoned} is left" : null;
    }


    private static (string, string) Bits(NamedTensor tensor) => (tensor.Name, Convert.ToHexString(tensor.Data.Span));

    // Without the seconds and the share of waiting.
    private static IEnumerable<string> Rows(string run) => File.ReadAllLines(Path.Combine(run, "metrics.csv")).Select(row => string.Join(',', row.Split(',')[..6]));

    private static long EventsLength(string run) => new FileInfo(Directory.GetFiles(run, "events.*").Single()).Length;
}

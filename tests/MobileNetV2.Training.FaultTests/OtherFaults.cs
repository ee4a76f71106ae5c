using MobileNets.Modules;
using MobileNets.Weights;

namespace MobileNets.Training.FaultTests;

/// <summary>Both signals, a second process, a loss that is not a number.</summary>
internal static class OtherFaults
{
    public static void Run(Suite suite)
    {
        foreach (var signal in (ReadOnlySpan<string>)["INT", "TERM"])
            foreach (var moment in (ReadOnlySpan<string>)["training 1 3", "training 2 5", "evaluating 2", "saving"])
                Signal(suite, signal, moment);
        SecondProcess(suite);
        NotANumber(suite);
    }

    private static void Signal(Suite suite, string signal, string moment)
    {
        var run = suite.NewRun();
        using (var child = suite.Start(run))
        {
            child.WaitFor(line => line.StartsWith(moment, StringComparison.Ordinal));
            child.Signal(signal);
            suite.Check($"SIG{signal} at '{moment}' ends with a save", child.ExitCode == Child.Interrupted && child.Lines[^1] == "saved", $"{child.ExitCode}: {child.Lines[^1]}");
        }
        var difference = suite.ResumeAndCompare(run, out _);
        suite.Check($"SIG{signal} at '{moment}', resumed", difference is null, difference);
    }

    private static void SecondProcess(Suite suite)
    {
        var run = suite.NewRun();
        using var first = suite.Start(run);
        first.WaitFor(line => line == "saved");
        foreach (var words in (string[][])[["resume"], []])
        {
            using var second = suite.Start(run, words);
            suite.Check("a second process on the folder is refused", second.Finish() == Child.Failed && second.Lines[^1].Contains("in use"), second.Lines.LastOrDefault());
        }
        var difference = first.Finish() == 0 ? suite.Difference(run) : $"{first.ExitCode}";
        suite.Check("and does the first no harm", difference is null, difference);
    }

    private static void NotANumber(Suite suite)
    {
        var run = suite.NewRun();
        using var child = suite.Start(run, "nan");
        suite.Check("NaN stops the run, naming the step", child.Finish() == Child.Diverged && child.Lines[^1].Contains("epoch 3, step 1 "), child.Lines[^1]);
        var (best, _) = ModelFile.Load(Path.Combine(run, "best.safetensors"));
        using (best)
            suite.Check("the best model is kept", best.ToStateDict().Where(tensor => tensor.ElementType == TensorElementType.Float32).SelectMany(tensor => tensor.ReadSingles()).All(float.IsFinite), "it has NaN");
    }
}

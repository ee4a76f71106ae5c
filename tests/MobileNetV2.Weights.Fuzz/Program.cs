// A million inputs for each reader, some minutes in all:
//   dotnet run -c Release --project tests/MobileNetV2.Weights.Fuzz -- --inputs 1000000 --seed 1 --save failures
// An input that a reader failed on, once more:
//   dotnet run -c Release --project tests/MobileNetV2.Weights.Fuzz -- --reader npy --replay failures/npy-1-42.bin
using System.CommandLine;
using MobileNets.Weights.Fuzz;

var reader = new Option<string>("--reader") { Description = "Which reader.", DefaultValueFactory = _ => "all" };
reader.AcceptOnlyFromAmong(["all", .. FuzzTargets.All.Select(target => target.Name)]);
var inputs = new Option<int>("--inputs") { Description = "How many inputs a reader.", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<int>("--seed") { Description = "Makes the inputs, whatever the number of threads.", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads") { Description = "Worker threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
var save = new Option<DirectoryInfo>("--save") { Description = "Where inputs go on which a reader failed; a folder." };
var replay = new Option<FileInfo>("--replay") { Description = "Reads one saved input with --reader instead." };

var command = new RootCommand("Feeds the readers of weights mutated files: each must read or refuse them, quickly and in little memory.")
{
    reader, inputs, seed, threads, save, replay,
};
command.SetAction(words =>
{
    var targets = FuzzTargets.All.Where(target => words.GetValue(reader) is var name && (name == "all" || name == target.Name)).ToList();
    return words.GetValue(replay) is { } file
        ? Replay(targets, File.ReadAllBytes(file.FullName))
        : Fuzz(targets, words.GetValue(inputs), words.GetValue(seed), words.GetValue(threads), words.GetValue(save));
});
return command.Parse(args).Invoke();

static int Fuzz(List<FuzzTarget> targets, int inputs, int seed, int threads, DirectoryInfo? folder)
{
    const int printedFailures = 5;
    var good = true;
    Console.WriteLine(FuzzReport.Header);
    foreach (var target in targets)
    {
        var report = new FuzzRun(target, seed, inputs).Run(threads);
        Console.WriteLine(report);
        foreach (var failure in report.Failures.Take(printedFailures))
            Console.WriteLine($"  {target.Name}, seed {seed}, input {failure.Index}: {failure.Problem}");
        if (report.OuterShare < FuzzReport.RequiredOuterShare)
            Console.WriteLine($"  {target.Name}: expected at least {FuzzReport.RequiredOuterShare:P0} of the inputs past the outer layer.");
        if (folder is not null)
            Save(target, seed, report.Failures, folder);
        good &= report.IsGood;
    }
    return good ? 0 : 1;
}

static void Save(FuzzTarget target, int seed, IReadOnlyList<FuzzFailure> failures, DirectoryInfo folder)
{
    folder.Create();
    foreach (var failure in failures)
        File.WriteAllBytes(Path.Combine(folder.FullName, $"{target.Name}-{seed}-{failure.Index}.bin"), target.Input(seed, failure.Index));
}

static int Replay(List<FuzzTarget> targets, byte[] input)
{
    var good = true;
    foreach (var target in targets)
    {
        var outcome = FuzzOutcome.Of(target, input);
        var verdict = outcome.Problem ?? (outcome.Accepted ? "accepted" : "refused");
        Console.WriteLine($"{target.Name}: {verdict} ({outcome.Time.TotalMilliseconds:F1} ms, {outcome.Allocated} bytes)");
        good &= outcome.Problem is null;
    }
    return good ? 0 : 1;
}

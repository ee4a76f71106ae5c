using System.Diagnostics;
using System.Text.Json;
using MobileNets.Benchmarks;
using static TorchSharp.torch;

Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException complaint)
{
    Console.Error.WriteLine(args is ["--help" or "-h"] ? Options.Usage : $"{complaint.Message}\n\n{Options.Usage}");
    return args is ["--help" or "-h"] ? 0 : 2;
}

var folder = Directory.CreateTempSubdirectory("torch-benchmark-");
var weights = Path.Combine(folder.FullName, "mobilenet_v2.pth");
set_num_threads(options.Threads);
var sides = new List<ISide> { new OurSide(weights) };
try
{
    if (Machine.PythonHas("torch, torchvision"))
    {
        sides.Add(new PeerSide("Python, tuned", options.Threads, weights, tunedMalloc: true));
        sides.Add(new PeerSide("Python", options.Threads, weights, tunedMalloc: false));
    }
    else
    {
        Console.WriteLine("""
            Python's torch or torchvision is not installed: only this repository's side is timed. To compare:
              apt-get install --no-install-recommends python3-torch python3-torchvision
            """);
    }
    foreach (var side in sides)
        Console.WriteLine($"{side.Name}: {side.Description}");
    var loadBefore = Machine.Load();
    Console.WriteLine($"{Workload.Size} × {Workload.Size}, width 1.0, {options.Rounds} rounds, load {loadBefore}\n");

    var (results, idle) = Measure();
    Report.Print(sides, results);
    var loadAfter = Machine.Load();
    Console.WriteLine($"\nLoad at the end {loadAfter}; it counts this benchmark, too. While others were measured, a side used {idle:P1} of a processor at most.");
    if (options.Json is { } path)
        File.WriteAllText(path, JsonSerializer.Serialize(
            new { options.Threads, options.Rounds, loadBefore, loadAfter, idle, sides = sides.Select(side => new { side.Name, side.Description }), results },
            new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
    return 0;
}
finally
{
    foreach (var side in sides)
        side.Dispose();
    folder.Delete(recursive: true);
}

// Every round runs each workload on each side, a different one first each time.
(List<Result> Results, double Idle) Measure()
{
    var workloads = Workload.All.Where(workload => !workload.Loads || File.Exists(weights)).ToList();
    foreach (var workload in workloads)
        foreach (var side in sides)
            side.Run(workload);

    var times = workloads.SelectMany(workload => sides.Select(side => (workload, side))).ToDictionary(pair => pair, _ => new List<double>());
    var processorTimes = times.Keys.ToDictionary(pair => pair, _ => TimeSpan.Zero);
    var busyWhileIdle = sides.ToDictionary(side => side, _ => TimeSpan.Zero);
    var idleTime = sides.ToDictionary(side => side, _ => TimeSpan.Zero);
    for (var round = 0; round < options.Rounds; round++)
    {
        foreach (var workload in workloads)
            for (var turn = 0; turn < sides.Count; turn++)
            {
                var side = sides[(round + turn) % sides.Count];
                var others = sides.Where(other => other != side).Select(other => (Side: other, other.ProcessorTime)).ToList();
                var (start, processorStart) = (Stopwatch.GetTimestamp(), side.ProcessorTime);
                times[(workload, side)].AddRange(side.Run(workload)[Workload.Warming..]);
                var elapsed = Stopwatch.GetElapsedTime(start);
                processorTimes[(workload, side)] += side.ProcessorTime - processorStart;
                foreach (var (other, before) in others)
                {
                    busyWhileIdle[other] += other.ProcessorTime - before;
                    idleTime[other] += elapsed;
                }
            }
        Console.Error.WriteLine($"round {round + 1} of {options.Rounds}");
    }
    return (
        [.. times.Select(entry => new Result(entry.Key.workload.ToString(), entry.Key.side.Name, entry.Value,
            processorTimes[entry.Key].TotalMilliseconds / options.Rounds / (Workload.Warming + entry.Key.workload.Iterations)))],
        sides.Max(side => idleTime[side] > TimeSpan.Zero ? busyWhileIdle[side] / idleTime[side] : 0));
}

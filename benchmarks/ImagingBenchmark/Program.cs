using MobileNets.Benchmarks;
using MobileNets.Imaging;

const int WarmingRounds = 5;

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

var folder = Directory.CreateTempSubdirectory("imaging-benchmark-");
var sides = new List<ISide>();
try
{
    var paths = Pictures.Write(folder.FullName, options.Pictures);
    var files = paths.ConvertAll(File.ReadAllBytes);
    Console.WriteLine($"{files.Count} JPEGs of {Pictures.Size} × {Pictures.Size} pixels, {files.Average(file => file.Length) / 1000:F1} kB on average; load {Machine.Load()}");

    sides.Add(new ThreadedSide("bare decode", files.Count, () => BareDecode.CreateWorker(files, Pictures.Size)));
    sides.Add(Pipeline("ours", paths, null));
    sides.Add(Pipeline("ours, jitter", paths, new ColorJitter(Jitter.Colors, Jitter.Colors, Jitter.Colors, Jitter.Hue)));
    if (Machine.PythonHas("torchvision, PIL"))
    {
        sides.Add(new PeerSide("torchvision", folder.FullName, jitter: false));
        sides.Add(new PeerSide("torchvision, jitter", folder.FullName, jitter: true));
    }
    else
    {
        Console.WriteLine("""
            Python's torchvision or PIL is not installed: the peer is left out. To compare:
              apt-get install --no-install-recommends python3-torchvision python3-pil
            """);
    }

    foreach (var workers in new[] { 1, 2 })
    {
        Console.WriteLine();
        Report.Print(workers, Measure(workers));
    }
    Console.WriteLine($"\nLoad at the end {Machine.Load()}; it counts this benchmark, too.");
    return 0;
}
finally
{
    foreach (var side in sides)
        side.Dispose();
    folder.Delete(recursive: true);
}

// The runtime has compiled the last version of everything after about two seconds. Every round runs each side, a different one first each time.
List<(string Name, List<Measurement> Rounds)> Measure(int workers)
{
    foreach (var side in sides)
        for (var warming = 0; warming < WarmingRounds; warming++)
            side.Run(workers);

    var rounds = sides.ConvertAll(_ => new List<Measurement>());
    for (var round = 0; round < options.Rounds; round++)
        for (var turn = 0; turn < sides.Count; turn++)
        {
            var side = (round + turn) % sides.Count;
            rounds[side].Add(sides[side].Run(workers));
        }
    return [.. sides.Zip(rounds, (side, measurements) => (side.Name, measurements))];
}

static ThreadedSide Pipeline(string name, IReadOnlyList<string> paths, ColorJitter? jitter)
{
    var preprocessing = new TrainingPreprocessing(jitter: jitter);
    var seed = 0;
    return new ThreadedSide(name, paths.Count, () =>
    {
        var random = new Random(seed++);
        var planes = new float[preprocessing.OutputLength];
        return number => preprocessing.ApplyToFile(paths[number], random, planes);
    });
}

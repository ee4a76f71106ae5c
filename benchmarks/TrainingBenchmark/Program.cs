using System.Diagnostics;
using System.Globalization;
using MobileNets.Benchmarks;

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

var commandLine = Path.GetFullPath("artifacts/mobilenetv2");
if (!File.Exists(commandLine))
{
    Console.Error.WriteLine("artifacts/mobilenetv2 is missing; run ./build.sh first, and this from the repository's root.");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("training-benchmark-");
try
{
    var data = Path.Combine(folder.FullName, "flowers");
    Sides.Run(new ProcessStartInfo(commandLine, ["flowers", data, "--classes", $"{options.Classes}", "--per-class", $"{options.PerClass}", "--split", "60,20,20"]));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{options.Classes} classes of {options.PerClass} generated flowers, {options.Size} × {options.Size}, width {options.Width}, batch {options.Batch}, {options.Threads} threads, load {Machine.Load()}"));

    var sides = new Dictionary<string, Func<double[]>>
    {
        ["ours, fused"] = () => Sides.Ours(options, commandLine, data, "fused"),
        ["ours, torch"] = () => Sides.Ours(options, commandLine, data, "torch"),
        ["PyTorch, malloc tuned"] = () => Sides.Peer(options, data, tunedMalloc: true),
        ["PyTorch"] = () => Sides.Peer(options, data, tunedMalloc: false),
    };
    var times = sides.Keys.ToDictionary(side => side, _ => new List<double>());
    for (var round = 0; round < options.Rounds; round++)
        // Another side first in every round; the first epoch of each turn warms up.
        foreach (var (side, train) in sides.Skip(round % sides.Count).Concat(sides.Take(round % sides.Count)))
        {
            times[side].AddRange(train().Skip(1));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}, {side}: {times[side][^1]:F1} s an epoch"));
        }

    // What goes through the network: three fifths to train on, a fifth for validation.
    var images = options.Classes * options.PerClass * 4 / 5;
    var (ours, fastest) = (new Times(times["ours, fused"]).Median, times["ours, fused"].Min());
    Console.WriteLine($"{"seconds an epoch, validation included",-38}  median  minimum  images/s  fused / it: median, minimum");
    foreach (var (side, seconds) in times)
    {
        var median = new Times(seconds).Median;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{side,-38}  {median,6:F1}  {seconds.Min(),7:F1}  {images / median,8:F1}  {ours / median,18:F2}  {fastest / seconds.Min(),7:F2}"));
    }
    Console.WriteLine($"Load at the end {Machine.Load()}");
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

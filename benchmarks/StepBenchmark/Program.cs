using System.Diagnostics;
using MobileNets.Benchmarks;

if (args is [OurSteps.Command, ..])
{
    OurSteps.Serve(args);
    return 0;
}

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

var start = Stopwatch.GetTimestamp();
var sides = Side.Ours(options.Narrow);
if (Machine.PythonHas("torch, torchvision"))
    sides = [.. sides, .. Side.Peers];
else
    Console.WriteLine("""
        Python's torch or torchvision is not installed: only this repository's side is timed. To compare:
          apt-get install --no-install-recommends python3-torch python3-torchvision
        """);
foreach (var setting in options.Settings)
{
    using var contest = new Contest(sides, setting);
    if (setting == options.Settings[0])
        foreach (var (name, program) in contest.Introductions)
            Console.WriteLine($"{name}: {program}");
    Console.WriteLine($"\n{setting}, {options.Rounds} rounds, load {Machine.Load()}");
    Report.Print(contest.Run(options.Rounds));
}
Console.WriteLine($"\nLoad at the end {Machine.Load()}; it counts this benchmark, too. {Stopwatch.GetElapsedTime(start).TotalMinutes:F1} minutes.");
return 0;

// Computes what the paper (arXiv 1801.04381) claims, as tables and pictures in one folder with an index.html.
//   PaperFigures [--output DIR] [--sections IDS]
//   PaperFigures --ablations RUNS      trains what the ablations' figure shows
using System.Diagnostics;
using MobileNets.PaperFigures;
using MobileNets.PaperFigures.Ablations;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(Options.Usage);
    return 0;
}
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException complaint)
{
    Console.Error.WriteLine($"{complaint.Message}\n\n{Options.Usage}");
    return 1;
}

if (options.Ablations.Count > 0)
{
    if (!Directory.Exists("docs"))
    {
        Console.Error.WriteLine("--ablations adds to docs/ablations.csv, and there is no folder docs here: run it where the repository's README.md is.");
        return 1;
    }
    AblationTraining.Run(options.Ablations, Path.Combine("docs", "ablations.csv"));
    return 0;
}

Directory.CreateDirectory(options.Output);
var reports = new List<Report>();
foreach (var section in options.Sections)
{
    Console.Write($"{section.Title} ...");
    var start = Stopwatch.GetTimestamp();
    var report = new Report(options.Output, section.Id, section.Title);
    section.Write(report);
    reports.Add(report);
    Console.WriteLine($" {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
}
var index = Path.Combine(options.Output, "index.html");
Page.Write(index, reports);
Console.WriteLine($"Written: {index}");
return 0;

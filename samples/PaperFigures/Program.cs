// Computes what the paper (arXiv 1801.04381) claims, as tables and pictures in one folder with an index.html.
//   PaperFigures [--output DIR]
//   PaperFigures --ablations RUNS      trains what the ablations' figure shows
using System.Diagnostics;
using MobileNets.PaperFigures;
using MobileNets.PaperFigures.Ablations;
using MobileNets.PaperFigures.Manifolds;
using MobileNets.PaperFigures.Versions;

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
    AblationTraining.Run(options.Ablations, Path.Combine("docs", "ablations.csv"));
    return 0;
}

ISection[] sections =
[
    new NetworkSection(),
    new CostSection(),
    new MultiplierSection(),
    new MemorySection(),
    new SwissRollSection(),
    new SpiralSection(),
    new AutoencoderSection(),
    new InvertibilitySection(),
    new AblationSection(AblationResults.Committed()),
    new VersionsSection(),
];

Directory.CreateDirectory(options.Output);
var reports = new List<Report>();
foreach (var section in sections)
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

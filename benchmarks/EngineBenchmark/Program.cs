using System.Text.Json;
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

try
{
    switch (options.Mode)
    {
        case Mode.Strategies:
            StrategyTable.Run(options);
            break;
        case Mode.Int8:
            QuantizedTable.Run(options);
            break;
        case Mode.Narrow:
            NarrowVectors.Run(args);
            break;
        case Mode.Start:
            StartUp.Run(options);
            break;
        default:
            Compare();
            break;
    }
    return 0;
}
catch (Exception fault) when (fault is PlatformNotSupportedException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(fault.InnerException?.Message ?? fault.Message);
    return 1;
}

void Compare()
{
    Report.PrintHeading(options);
    var comparisons = new List<Comparison>();
    foreach (var comparison in Comparer.Run(options))
    {
        Report.Print(comparison);
        comparisons.Add(comparison);
    }
    Console.WriteLine($"Load at the end {Report.Load()}; it counts this benchmark, too.");
    if (options.Json is { } path)
        File.WriteAllText(path, JsonSerializer.Serialize(comparisons, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
}

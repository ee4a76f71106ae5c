using MobileNets.Benchmarks;
using MobileNets.Kernels;

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

var sets = KernelSet.Supported.Where(set => options.Set == null || set.Name == options.Set).ToList();
if (sets.Count == 0)
{
    Console.Error.WriteLine($"This machine has no kernels '{options.Set}', only {string.Join(", ", KernelSet.Supported.Select(set => set.Name))}.");
    return 1;
}

List<(string Title, string Unit, Workload? Peak, List<Workload> Shapes)> tables = [];
foreach (var set in sets)
{
    var peak = Peak.Of(set.Name);
    Add(set.Name, "GFLOP/s", peak, Shapes.Of(set.Floats));
    Add($"{set.Name}, gradients", "GFLOP/s", peak, TrainingShapes.Gradients(set.Training));
    Add($"{set.Name}, norms", "GB/s", null, TrainingShapes.Norms(set.Training));
    Add($"{set.Name}, integers", "GFLOP/s", null, Shapes.Of(set.Integers));
}
List<Workload> all = [.. tables.SelectMany(table => table.Peak == null ? table.Shapes : [table.Peak, .. table.Shapes]).Distinct()];
foreach (var workload in all)
    workload.WarmUp();
for (var round = 0; round < options.Rounds; round++)
    foreach (var workload in all)
        workload.TakeTurn();

foreach (var (title, unit, peak, shapes) in tables)
{
    Console.WriteLine($"{title,-40}  {$"{unit}: best",14}  {"median",7}{(peak == null ? "" : $"  {"of peak: best",14}  {"median",7}")}");
    var top = peak?.Speed();
    if (top is var (best, median))
        Console.WriteLine($"{peak!.Name,-40}  {best,14:F1}  {median,7:F1}");
    foreach (var shape in shapes)
    {
        var speed = shape.Speed();
        Console.Write($"{shape.Name,-40}  {speed.Best,14:F1}  {speed.Median,7:F1}");
        Console.WriteLine(top is var (most, usual) ? $"  {speed.Best / most,14:P1}  {speed.Median / usual,7:P1}" : "");
    }
    Console.WriteLine();
}
return 0;

void Add(string title, string unit, Workload? peak, List<Workload> shapes)
{
    shapes.RemoveAll(shape => !shape.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase));
    if (shapes.Count > 0)
        tables.Add((title, unit, peak, shapes));
}

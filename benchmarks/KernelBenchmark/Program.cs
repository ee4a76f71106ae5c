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

var tables = sets.ConvertAll(set => (Set: set.Name, Peak: Peak.Of(set.Name), Shapes: Shapes.Of(set)));
List<Workload> all = [.. tables.SelectMany(table => table.Peak == null ? table.Shapes : [table.Peak, .. table.Shapes])];
foreach (var workload in all)
    workload.WarmUp();
for (var round = 0; round < options.Rounds; round++)
    foreach (var workload in all)
        workload.TakeTurn();

foreach (var (set, peak, shapes) in tables)
{
    Console.WriteLine($"{set,-40}  {"GFLOP/s: best",14}  {"median",7}  {"of peak: best",14}  {"median",7}");
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

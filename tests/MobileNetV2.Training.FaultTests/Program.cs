// Interrupts training runs in every way that the operating system knows and compares what becomes of them, bit for bit, with a run that
// was left alone. See README.md.
using System.Diagnostics;
using MobileNets.Modules;
using MobileNets.Training.FaultTests;

if (args is ["child", var childData, var childRun, .. var rest])
    return Child.Run(childData, childRun, rest);

var kills = args is [var count, ..] ? int.Parse(count) : 24;
var compute = args is [_, var mode] ? Enum.Parse<ComputeMode>(mode, ignoreCase: true) : ComputeMode.Fused;
var root = Directory.CreateTempSubdirectory("fault-tests-").FullName;
var clock = Stopwatch.StartNew();
try
{
    var suite = new Suite(root, compute);
    KillFaults.Run(suite, kills);
    DamageFaults.Run(suite);
    DiskFullFaults.Run(suite);
    OtherFaults.Run(suite);
    Console.WriteLine($"{compute}: {suite.Passed} passed, {suite.Failed} failed, {suite.Skipped} skipped in {clock.Elapsed.TotalSeconds:F0} s");
    return suite.Failed == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(root, recursive: true);
}

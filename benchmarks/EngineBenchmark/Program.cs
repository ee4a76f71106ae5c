using MobileNets.Architecture;
using MobileNets.Benchmarks;
using MobileNets.Weights;
var w = UntrainedWeights.Create(new ModelDescription());
w.Write("/tmp/ortx/m.onnx", onnx: new OnnxOptions { FixedInputSize = true });
Console.WriteLine(OrtApi.LibraryVersion);
using var s = new OrtSession("/tmp/ortx/m.onnx", 1, [1, 3, 224, 224], 1000);
var r = new Random(1);
for (var i = 0; i < s.Input.Length; i++) s.Input[i] = (float)(r.NextDouble() * 4 - 2);
for (var i = 0; i < 30; i++) { var t = System.Diagnostics.Stopwatch.GetTimestamp(); s.Run(); Console.Write($"{System.Diagnostics.Stopwatch.GetElapsedTime(t).TotalMilliseconds:F2} "); }
Console.WriteLine($"\n{s.Output.Max()} {s.Output.Min()} {s.Output.Average()}");

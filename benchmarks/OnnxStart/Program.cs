// The peer of samples/PredictAot for EngineBenchmark --start: loads a network into ONNX Runtime, says which class a picture shows.
//   OnnxStart LIBRARY MODEL CLASSES PICTURE
using System.Globalization;
using MobileNets.Benchmarks;
using MobileNets.Imaging;

var classes = int.Parse(args[2], CultureInfo.InvariantCulture);
var preprocessing = new EvaluationPreprocessing();
using var session = new OrtSession(args[1], Environment.ProcessorCount, [1, RgbImage.Channels, preprocessing.Height, preprocessing.Width], classes);
preprocessing.ApplyToFile(args[3], session.Input);
session.Run();
Console.WriteLine($"{args[3]}: {Array.IndexOf(session.Output, session.Output.Max())}");

// Says what pictures show. One weights file, no torch, no Python; published ahead of time, no .NET either.
//   PredictAot WEIGHTS PICTURE...
using MobileNets.Imaging;
using MobileNets.Inference;
using MobileNets.Weights;

if (args.Length < 2)
{
    Console.Error.WriteLine("PredictAot WEIGHTS PICTURE...   (weights: .safetensors, .pth or .dat; pictures: JPEG or PNG)");
    return 1;
}
try
{
    using var model = InferenceModel.Load(args[0]);
    foreach (var picture in args.Skip(1))
    {
        var best = model.Classify(picture, top: 3);
        Console.WriteLine($"{picture}: {string.Join(", ", best.Select(entry => $"{entry.Label} ({entry.Probability:P1})"))}");
    }
    return 0;
}
catch (Exception fault) when (fault is IOException or WeightsFormatException or StateDictMismatchException or ImageFormatException or NativeCodecMissingException)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.Imaging;
using MobileNets.Weights;

namespace MobileNets.Benchmarks;

/// <summary>
/// From the start of a process to its first label: <c>samples/PredictAot</c> beside <c>OnnxStart</c>, which does the same with ONNX
/// Runtime, both published in each of three ways. Files are in the system's cache.
/// </summary>
internal static class StartUp
{
    private static readonly Kind[] s_kinds =
    [
        new("JIT", "net10.0", ["--no-self-contained", "-p:PublishReadyToRun=false"]),
        new("ReadyToRun", "net10.0", ["--no-self-contained"]),
        new("NativeAOT", "net9.0", []),
    ];

    public static void Run(Options options)
    {
        var folder = Path.Combine(Repository.Artifacts, "start-up");
        Directory.CreateDirectory(folder);
        var weights = options.Weights is { } file ? ModelWeights.Read(file) : UntrainedWeights.Create(new ModelDescription());
        weights = weights.Describe(weights.Description with { InputSize = 224, ResizeSize = 256 });
        var (safetensors, onnx, picture) = (Path.Combine(folder, "network.safetensors"), Path.Combine(folder, "network.onnx"), Path.Combine(folder, "picture.jpg"));
        weights.Write(safetensors);
        weights.Write(onnx, onnx: new OnnxOptions { FixedInputSize = true });
        WritePicture(picture);
        string[] theirWords = [OrtLibrary.Find(), onnx, weights.Description.Network.Classes.ToString(CultureInfo.InvariantCulture), picture];

        Console.WriteLine($"Process start to first label, milliseconds; {options.Rounds} rounds; load {Report.Load()}");
        Console.WriteLine("build        ours min  median   ONNX Runtime min  median   ratio of medians  minima");
        foreach (var kind in s_kinds)
        {
            var ours = Publish(folder, Path.Combine("samples", "PredictAot"), kind);
            var theirs = Publish(folder, Path.Combine("benchmarks", "OnnxStart"), kind);
            var (ourTimes, theirTimes) = (new Times(), new Times());
            for (var round = -1; round < options.Rounds; round++)
            {
                var (our, their) = (Start(ours, [safetensors, picture]), Start(theirs, theirWords));
                // The first one fills the system's cache.
                if (round < 0)
                    continue;
                ourTimes.Add(our);
                theirTimes.Add(their);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind.Name,-11}  {ourTimes.Minimum,8:F1}  {ourTimes.Median,6:F1}   {theirTimes.Minimum,16:F1}  {theirTimes.Median,6:F1}   {ourTimes.Median / theirTimes.Median,16:F3}  {ourTimes.Minimum / theirTimes.Minimum,6:F3}"));
        }
    }

    private static string Publish(string folder, string project, Kind kind)
    {
        var output = Path.Combine(folder, Path.GetFileName(project), kind.Name);
        Console.Error.WriteLine($"Publishing {project} ({kind.Name}) ...");
        string[] words =
        [
            "publish", Path.Combine(Repository.Root, project), "-c", "Release", "-f", kind.Framework, "-r", RuntimeInformation.RuntimeIdentifier,
            "-o", output, "--nologo", "-v", "quiet", .. kind.Words,
        ];
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true })!;
        var log = dotnet.StandardOutput.ReadToEnd();
        dotnet.WaitForExit();
        if (dotnet.ExitCode != 0)
            throw new InvalidOperationException($"{project} could not be published as {kind.Name}:\n{log}");
        return Path.Combine(output, Path.GetFileName(project) + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    private static double Start(string program, string[] words)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var label = process.StandardOutput.ReadLine();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.WaitForExit();
        return label is not null && process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"{program} failed; its complaint is above.");
    }

    private static void WritePicture(string path)
    {
        const int side = 500;
        var image = new RgbImage(side, side);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(128 + (60 * Math.Sin(i / 700.0)) + (60 * Math.Sin(i / 37.0)));
        JpegEncoder.Save(image, path);
    }

    private sealed record Kind(string Name, string Framework, string[] Words);
}

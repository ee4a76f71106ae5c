using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MobileNets.Architecture;
using MobileNets.Cli.Engines;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Cli.Output;
using MobileNets.Imaging;
using MobileNets.Weights;
using static TorchSharp.torch;

namespace MobileNets.Cli.Commands;

/// <summary><c>bench</c>: how long a forward pass takes, and what memory it needs.</summary>
internal sealed class BenchCommand : Command
{
    // The first passes choose kernels and fill caches; .NET compiles what runs often once more.
    private const int WarmUps = 3;
    private static readonly TimeSpan s_warming = TimeSpan.FromSeconds(0.5);

    private readonly Option<string?> _weights = new("--weights") { Description = "A weights file or the name of pretrained weights; random weights unless given", HelpName = "FILE" };
    private readonly Option<Engine?> _engine = SharedOptions.Engine();
    private readonly Option<double> _width = SharedOptions.Width();
    private readonly Option<int> _size = NumberOption.AtLeast(32, "--size", "Height and width of the pictures", 224);
    private readonly Option<int> _batch = NumberOption.AtLeast(1, "--batch", "Pictures at a time", 1);
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<int> _iterations = NumberOption.AtLeast(1, "--iterations", "Timed passes", 30);
    private readonly Option<OutputFormat?> _format = SharedOptions.Format();

    public BenchCommand() : base("bench", "Times the network")
    {
        Options.Add(_weights);
        Options.Add(_engine);
        Options.Add(_width);
        Options.Add(_size);
        Options.Add(_batch);
        Options.Add(_threads);
        Options.Add(_iterations);
        Options.Add(_format);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var weights = Weights(words, cancellationToken);
        var result = words.GetValue(_engine) == Engine.Torch ? MeasureTorch(weights, words, cancellationToken) : MeasureManaged(weights, words, cancellationToken);
        Print(result, words.GetValue(_format));
        return ExitCode.Done;
    }

    private ModelWeights Weights(ParseResult words, CancellationToken cancellationToken)
    {
        if (words.GetValue(_weights) is not { } weights)
            return UntrainedWeights.Create(new ModelDescription { Network = new MobileNetV2Options { WidthMultiplier = words.GetValue(_width) } });
        if (words.GetResult(_width) is { Implicit: false })
            throw new UsageException($"{_width.Name}: the width is read off {_weights.Name}; leave one of them out.");
        return WeightsSource.ReadClassifier(weights, cancellationToken);
    }

    private BenchResult MeasureManaged(ModelWeights weights, ParseResult words, CancellationToken cancellationToken)
    {
        var (batch, size) = (words.GetValue(_batch), words.GetValue(_size));
        using var network = new ManagedNetwork(weights, size, size, words.GetValue(_threads));
        var model = network.Model;
        var images = new float[batch * RgbImage.Channels * size * size];
        FillRandomly(images);
        var logits = new float[batch * model.Classes];
        var times = Time(() => model.Logits(images, logits), words.GetValue(_iterations), cancellationToken);
        return new BenchResult("managed", model.Threads, batch, Median(times), times[0], model.WorkspaceBytes);
    }

    private BenchResult MeasureTorch(ModelWeights weights, ParseResult words, CancellationToken cancellationToken)
    {
        var (batch, size) = (words.GetValue(_batch), words.GetValue(_size));
        using var network = new TorchNetwork(weights, words.GetValue(_threads));
        using var mode = inference_mode();
        using var images = randn(batch, RgbImage.Channels, size, size);
        var memoryBefore = Environment.WorkingSet;
        var times = Time(() => network.Model.call(images).Dispose(), words.GetValue(_iterations), cancellationToken);
        using var process = Process.GetCurrentProcess();
        // torch does not tell what it takes: this is the growth of the process's resident memory to its peak.
        var workspace = Math.Max(0, process.PeakWorkingSet64 - memoryBefore);
        return new BenchResult("torch", get_num_threads(), batch, Median(times), times[0], workspace);
    }

    /// <summary>The timed passes in milliseconds, shortest first.</summary>
    private static double[] Time(Action pass, int iterations, CancellationToken cancellationToken)
    {
        var beginning = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUps || Stopwatch.GetElapsedTime(beginning) < s_warming; i++)
            Once();
        var times = new double[iterations];
        for (var i = 0; i < iterations; i++)
            times[i] = Once();
        Array.Sort(times);
        return times;

        double Once()
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            pass();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static void FillRandomly(float[] images)
    {
        var random = new Random(0);
        for (var i = 0; i < images.Length; i++)
            images[i] = 4 * random.NextSingle() - 2;
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static void Print(BenchResult result, OutputFormat? format)
    {
        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(json =>
            {
                json.WriteStartObject();
                json.WriteString("engine", result.Engine);
                json.WriteNumber("threads", result.Threads);
                json.WriteNumber("batch", result.Batch);
                json.WriteNumber("medianMs", result.MedianMs);
                json.WriteNumber("minMs", result.MinMs);
                json.WriteNumber("perImageMs", result.PerImageMs);
                json.WriteNumber("workspaceBytes", result.WorkspaceBytes);
                json.WriteEndObject();
            });
            return;
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            engine     {result.Engine}, threads {result.Threads}, batch {result.Batch}
            median     {result.MedianMs:F2} ms
            minimum    {result.MinMs:F2} ms
            per image  {result.PerImageMs:F2} ms
            workspace  {result.WorkspaceBytes / 1e6:F1} MB
            """));
    }
}

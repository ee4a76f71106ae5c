using System.Diagnostics;
using System.Text.Json;
using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Modules;
using MobileNets.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Benchmarks;

/// <summary>A process that does what <c>peer.py</c> does, with this repository's network and optimiser.</summary>
internal sealed class OurSteps : IDisposable
{
    /// <summary>The first word of such a process's command line; the second is how it computes, then come a setting's.</summary>
    public const string Command = "steps";

    private const int Classes = 1000;

    private readonly MobileNetV2 _model;
    private readonly ParameterOptimizer _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    private OurSteps(ComputeMode compute, Setting setting)
    {
        _model = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = setting.Width, Classes = Classes }) { Compute = compute };
        _model.train();
        var options = new TrainingOptions();
        _optimizer = ParameterOptimizer.Create(TrainedParameter.Of(_model, options), options);
        _optimizer.IsFused = compute == ComputeMode.Fused;
        _images = randn(setting.Batch, 3, setting.Size, setting.Size);
        _labels = randint(Classes, [setting.Batch], ScalarType.Int64);
    }

    /// <summary>Answers every line of standard input, the number of steps to do, until there is none.</summary>
    public static void Serve(string[] words)
    {
        var setting = Options.Parse(words[2..]).Settings[0];
        set_num_threads(setting.Threads);
        manual_seed(0);
        using var steps = new OurSteps(Enum.Parse<ComputeMode>(words[1]), setting);
        Say(new { program = $".NET {Environment.Version}, libtorch {__version__}, {get_num_threads()} threads, {KernelSet.Best.Name} vectors" });
        while (Console.ReadLine() is { } count)
            Say(Enumerable.Range(0, int.Parse(count)).Select(_ => steps.Step()).ToArray());
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }

    private StepTime Step()
    {
        using var scope = NewDisposeScope();
        var clock = new Clock();
        _model.zero_grad();
        clock.Lap();
        var logits = _model.call(_images);
        var forward = clock.Lap();
        var loss = functional.cross_entropy(logits, _labels);
        clock.Lap();
        loss.backward();
        var backward = clock.Lap();
        _optimizer.Step(0.0001);
        var optimizer = clock.Lap();
        loss.item<float>(); // a training loop logs it
        scope.Dispose();
        return new StepTime(clock.Total, forward, backward, optimizer);
    }

    private static void Say<T>(T message) => Console.WriteLine(JsonSerializer.Serialize(message, JsonSerializerOptions.Web));

    private sealed class Clock
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _lap = Stopwatch.GetTimestamp();

        public double Total => Stopwatch.GetElapsedTime(_start).TotalMilliseconds;

        public double Lap()
        {
            var (before, now) = (_lap, Stopwatch.GetTimestamp());
            _lap = now;
            return Stopwatch.GetElapsedTime(before, now).TotalMilliseconds;
        }
    }
}

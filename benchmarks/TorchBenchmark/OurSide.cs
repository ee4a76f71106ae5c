using System.Diagnostics;
using MobileNets.Modules;
using MobileNets.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Benchmarks;

/// <summary>This process: the network of this repository, doing what <c>peer.py</c> does.</summary>
internal sealed class OurSide(string weights) : ISide
{
    private const int Classes = 1000;
    private readonly MobileNetV2 _model = new() { Compute = ComputeMode.Torch };

    public string Name => "ours";

    public string Description => $".NET {Environment.Version}, libtorch {__version__}, {get_num_threads()} threads";

    public TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    public double[] Run(Workload workload) => workload.Kind switch
    {
        WorkloadKind.Forward => Forward(workload),
        WorkloadKind.Step => Step(workload),
        WorkloadKind.LoadPyTorch => Load(workload, weights),
        _ => Load(workload, Path.ChangeExtension(weights, ".safetensors")),
    };

    public void Dispose() => _model.Dispose();

    private double[] Forward(Workload workload)
    {
        using var images = randn(workload.Batch, 3, Workload.Size, Workload.Size);
        using var gradients = no_grad();
        _model.eval();
        return Timed(workload, () => _model.call(images).Dispose());
    }

    private double[] Step(Workload workload)
    {
        using var images = randn(workload.Batch, 3, Workload.Size, Workload.Size);
        using var labels = randint(Classes, [workload.Batch], ScalarType.Int64);
        using var optimizer = optim.RMSProp(_model.parameters(), 1e-4, momentum: 0.9);
        _model.train();
        return Timed(workload, () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = functional.cross_entropy(_model.call(images), labels);
            loss.backward();
            optimizer.step();
            loss.item<float>(); // a training loop logs it
        });
    }

    private double[] Load(Workload workload, string file)
    {
        if (!File.Exists(file))
            ModelWeights.Read(weights).Write(file);
        return Timed(workload, () => _model.LoadStateDict(ModelWeights.Read(file).Tensors));
    }

    private static double[] Timed(Workload workload, Action action)
    {
        var milliseconds = new double[Workload.Warming + workload.Iterations];
        for (var i = 0; i < milliseconds.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return milliseconds;
    }
}

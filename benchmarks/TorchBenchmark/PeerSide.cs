using System.Text.Json;

namespace MobileNets.Benchmarks;

/// <summary>A Python process that runs <c>peer.py</c>: torchvision's network on the same libtorch.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="threads">Its threads.</param>
/// <param name="weights">The file that it writes its network's weights to.</param>
/// <param name="tunedMalloc">Whether glibc's malloc is tuned.</param>
internal sealed class PeerSide(string name, int threads, string weights, bool tunedMalloc) : ISide
{
    private readonly ChildProcess _process = new(name, Machine.Script("peer.py", ["--threads", $"{threads}", "--weights", weights], tunedMalloc));

    public string Name => name;

    public string Description
    {
        get
        {
            var peer = _process.Introduction;
            return $"Python, libtorch {peer.GetProperty("torch")}, torchvision {peer.GetProperty("torchvision")}, {peer.GetProperty("threads")} threads, {(tunedMalloc ? "malloc tuned" : "stock malloc")}";
        }
    }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    public double[] Run(Workload workload)
    {
        var answer = _process.Ask(workload.Command);
        return answer.TryGetProperty("milliseconds", out var milliseconds)
            ? milliseconds.Deserialize<double[]>()!
            : throw new InvalidOperationException($"{Name} answered '{workload.Command}' with {answer}.");
    }

    public void Dispose() => _process.Dispose();
}

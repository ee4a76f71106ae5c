using System.Runtime.InteropServices;
using System.Text;

namespace MobileNets.Benchmarks;

/// <summary>
/// A network in ONNX Runtime as fast as it gets: every graph optimisation, threads that spin while they wait, input and output tensors
/// over buffers that stay where they are.
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private const int AllOptimizations = 99;
    private const int FloatType = 1;
    private const int WarningsOnly = 2;

    private static readonly nint s_environment = CreateEnvironment();

    private readonly nint _session;
    private readonly nint _input;
    private readonly nint _output;
    private readonly byte* _inputName = Text("input");
    private readonly byte* _outputName = Text("logits");

    /// <summary>Loads a model.</summary>
    /// <param name="path">The <c>.onnx</c> file, as this repository writes them.</param>
    /// <param name="threads">Threads inside an operator; the caller's is one of them.</param>
    /// <param name="shape">Shape of the input, [N, C, H, W].</param>
    /// <param name="classes">Logits of an image.</param>
    public OrtSession(string path, int threads, ReadOnlySpan<int> shape, int classes)
    {
        nint options, session;
        OrtApi.Check(OrtApi.CreateSessionOptions(&options));
        OrtApi.Check(OrtApi.SetGraphOptimizationLevel(options, AllOptimizations));
        OrtApi.Check(OrtApi.SetIntraOpThreads(options, threads));
        OrtApi.Check(OrtApi.SetInterOpThreads(options, 1));
        fixed (byte* key = "session.intra_op.allow_spinning\0"u8)
        fixed (byte* value = "1\0"u8)
            OrtApi.Check(OrtApi.AddSessionConfigEntry(options, key, value));
        var file = OperatingSystem.IsWindows() ? Marshal.StringToHGlobalUni(path) : (nint)Text(path);
        OrtApi.Check(OrtApi.CreateSession(s_environment, (void*)file, options, &session));
        Marshal.FreeHGlobal(file);
        OrtApi.ReleaseSessionOptions(options);
        _session = session;

        long[] inputShape = [.. shape];
        Input = GC.AllocateArray<float>((int)inputShape.Aggregate(1L, (product, length) => product * length), pinned: true);
        Output = GC.AllocateArray<float>(shape[0] * classes, pinned: true);
        _input = Tensor(Input, inputShape);
        _output = Tensor(Output, [shape[0], classes]);
    }

    /// <summary>What <see cref="Run"/> reads.</summary>
    public float[] Input { get; }

    /// <summary>What <see cref="Run"/> writes: the logits.</summary>
    public float[] Output { get; }

    public void Run()
    {
        byte* inputName = _inputName, outputName = _outputName;
        nint input = _input, output = _output;
        OrtApi.Check(OrtApi.Run(_session, 0, &inputName, &input, 1, &outputName, 1, &output));
    }

    public void Dispose()
    {
        OrtApi.ReleaseValue(_input);
        OrtApi.ReleaseValue(_output);
        OrtApi.ReleaseSession(_session);
        Marshal.FreeHGlobal((nint)_inputName);
        Marshal.FreeHGlobal((nint)_outputName);
    }

    private static nint CreateEnvironment()
    {
        nint environment;
        fixed (byte* name = "benchmark\0"u8)
            OrtApi.Check(OrtApi.CreateEnv(WarningsOnly, name, &environment));
        return environment;
    }

    private static nint Tensor(float[] pinned, long[] shape)
    {
        nint memory, tensor;
        OrtApi.Check(OrtApi.CreateCpuMemoryInfo(0, 0, &memory));
        fixed (long* lengths = shape)
            OrtApi.Check(OrtApi.CreateTensorOverData(
                memory, (void*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), (nuint)pinned.Length * sizeof(float),
                lengths, (nuint)shape.Length, FloatType, &tensor));
        OrtApi.ReleaseMemoryInfo(memory);
        return tensor;
    }

    private static byte* Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + '\0');
        var memory = Marshal.AllocHGlobal(bytes.Length);
        Marshal.Copy(bytes, 0, memory, bytes.Length);
        return (byte*)memory;
    }
}

namespace MobileNets.Benchmarks;

/// <summary>ONNX Runtime's native library: EngineBenchmark, which fetches it, says where it is.</summary>
internal static class OrtLibrary
{
    public static string Find() => Environment.GetCommandLineArgs()[1];
}

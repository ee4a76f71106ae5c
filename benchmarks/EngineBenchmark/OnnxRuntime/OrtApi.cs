using System.Runtime.InteropServices;

namespace MobileNets.Benchmarks;

/// <summary>
/// The functions of ONNX Runtime's C API (<c>onnxruntime_c_api.h</c>) that a session needs. The table only ever grows at its end,
/// so positions hold for every later version.
/// </summary>
internal static unsafe class OrtApi
{
    private const uint Version = 17;

    private static readonly nint s_library = NativeLibrary.Load(OrtLibrary.Find());
    private static readonly nint* s_base = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(s_library, "OrtGetApiBase"))();
    private static readonly nint* s_table = ((delegate* unmanaged<uint, nint*>)s_base[0])(Version);

    /// <summary>The library's version: <c>1.30.0</c>.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)s_base[1])())!;

    public static readonly delegate* unmanaged<int, byte*, nint*, nint> CreateEnv = (delegate* unmanaged<int, byte*, nint*, nint>)s_table[3];
    public static readonly delegate* unmanaged<nint, void*, nint, nint*, nint> CreateSession = (delegate* unmanaged<nint, void*, nint, nint*, nint>)s_table[7];
    public static readonly delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =
        (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)s_table[9];
    public static readonly delegate* unmanaged<nint*, nint> CreateSessionOptions = (delegate* unmanaged<nint*, nint>)s_table[10];
    public static readonly delegate* unmanaged<nint, int, nint> SetGraphOptimizationLevel = (delegate* unmanaged<nint, int, nint>)s_table[23];
    public static readonly delegate* unmanaged<nint, int, nint> SetIntraOpThreads = (delegate* unmanaged<nint, int, nint>)s_table[24];
    public static readonly delegate* unmanaged<nint, int, nint> SetInterOpThreads = (delegate* unmanaged<nint, int, nint>)s_table[25];
    public static readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorOverData =
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)s_table[49];
    public static readonly delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo = (delegate* unmanaged<int, int, nint*, nint>)s_table[69];
    public static readonly delegate* unmanaged<nint, void> ReleaseMemoryInfo = (delegate* unmanaged<nint, void>)s_table[94];
    public static readonly delegate* unmanaged<nint, void> ReleaseSession = (delegate* unmanaged<nint, void>)s_table[95];
    public static readonly delegate* unmanaged<nint, void> ReleaseValue = (delegate* unmanaged<nint, void>)s_table[96];
    public static readonly delegate* unmanaged<nint, void> ReleaseSessionOptions = (delegate* unmanaged<nint, void>)s_table[100];
    public static readonly delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry = (delegate* unmanaged<nint, byte*, byte*, nint>)s_table[130];

    private static readonly delegate* unmanaged<nint, nint> s_getErrorMessage = (delegate* unmanaged<nint, nint>)s_table[2];
    private static readonly delegate* unmanaged<nint, void> s_releaseStatus = (delegate* unmanaged<nint, void>)s_table[93];

    /// <summary>Turns a status that is an error into an exception.</summary>
    public static void Check(nint status)
    {
        if (status == 0)
            return;
        var message = Marshal.PtrToStringUTF8(s_getErrorMessage(status));
        s_releaseStatus(status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }
}

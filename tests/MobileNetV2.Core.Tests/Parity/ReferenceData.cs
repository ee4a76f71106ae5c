using System.Runtime.InteropServices;
using System.Text.Json;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>Reads what tests/reference/torchvision_parity.py wrote.</summary>
internal static class ReferenceData
{
    private const int NumpyHeaderBytes = 128;

    private static readonly string s_path = Path.Combine(AppContext.BaseDirectory, "Reference", "torchvision-mobilenet_v2");
    private static readonly Lazy<ReferenceIndex> s_index = new(() =>
        JsonSerializer.Deserialize<ReferenceIndex>(File.ReadAllBytes(s_path + ".json"), JsonSerializerOptions.Web)!);
    private static readonly Lazy<double[]> s_doubles = new(() => Values<double>("-f64.npy"));
    private static readonly Lazy<float[]> s_singles = new(() => Values<float>("-f32.npy"));

    public static ReferenceIndex Index => s_index.Value;

    public static double[] Doubles(StoredArray stored) => s_doubles.Value.AsSpan(stored.Offset, stored.Count).ToArray();

    /// <summary>Values of the float32 file, widened.</summary>
    public static double[] Singles(StoredArray stored) =>
        Array.ConvertAll(s_singles.Value.AsSpan(stored.Offset, stored.Count).ToArray(), value => (double)value);

    private static T[] Values<T>(string suffix) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(s_path + suffix).AsSpan(NumpyHeaderBytes)).ToArray();
}

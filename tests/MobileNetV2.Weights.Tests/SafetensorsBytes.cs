using System.Buffers.Binary;
using System.Text;

namespace MobileNets.Weights.Tests;

/// <summary>Safetensors files put together byte by byte from the format's description, not by our writer.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, params byte[] buffer) => Of(Encoding.UTF8.GetBytes(header), buffer);

    public static byte[] Of(byte[] header, params byte[] buffer) => WithLength((ulong)header.Length, header, buffer);

    public static byte[] WithLength(ulong headerLength, byte[] header, params byte[] buffer)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, headerLength);
        return [.. length, .. header, .. buffer];
    }
}

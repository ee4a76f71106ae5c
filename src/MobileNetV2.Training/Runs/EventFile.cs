using System.Buffers.Binary;
using System.Numerics;
using MobileNets.Weights;

namespace MobileNets.Training.Runs;

/// <summary>
/// TensorBoard's event files: <c>Event</c> messages (tensorflow/core/util/event.proto) in TFRecord's framing, which is a length and
/// a payload, each followed by its masked CRC-32C (tensorflow/core/lib/io/record_writer.h).
/// </summary>
internal static class EventFile
{
    private const uint CrcMask = 0xA282EAD8;

    /// <summary>Writes the first record, which says what the others are.</summary>
    public static void Begin(Stream stream, DateTimeOffset time) => Write(stream, new ProtobufMessage { { 1, Seconds(time) }, { 3, "brain.Event:2" } });

    /// <summary>Writes a record of numbers that belong to a step.</summary>
    public static void Append(Stream stream, DateTimeOffset time, long step, params ReadOnlySpan<(string Tag, double Value)> scalars)
    {
        var summary = new ProtobufMessage();
        foreach (var (tag, value) in scalars)
            summary.Add(1, new ProtobufMessage { { 1, tag }, { 2, (float)value } });
        Write(stream, new ProtobufMessage { { 1, Seconds(time) }, { 2, step }, { 5, summary } });
    }

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static void Write(Stream stream, ProtobufMessage record)
    {
        using var buffer = new MemoryStream();
        record.WriteTo(buffer);
        var payload = buffer.ToArray();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)payload.Length);
        stream.Write(length);
        WriteCrc(stream, length);
        stream.Write(payload);
        WriteCrc(stream, payload);
    }

    // Masked, because a checksum over bytes that hold checksums is a poor one.
    private static void WriteCrc(Stream stream, ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        Span<byte> masked = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, BitOperations.RotateRight(~crc, 15) + CrcMask);
        stream.Write(masked);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace MobileNets.Training.Runs.Tests;

/// <summary>Decoded with a CRC computed bit by bit and a protobuf reader of the tests' own.</summary>
public sealed class EventFileTests
{
    // RFC 3720, B.4, and crc32c's check value.
    [Theory]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 0x8A9136AA)]
    public void Crc32C_OfTheTestsOwn_GivesThePublishedValues(string text, uint expected) => Crc32C(Encoding.ASCII.GetBytes(text)).Should().Be(expected);

    [Fact]
    public void Begin_AtAKnownTime_WritesTheseBytes()
    {
        using var stream = new MemoryStream();

        EventFile.Begin(stream, DateTimeOffset.FromUnixTimeSeconds(1));

        // field 1, fixed64: 1.0; field 3, 13 characters
        var payload = Convert.FromHexString("09000000000000F03F" + "1A0D" + Convert.ToHexString("brain.Event:2"u8));
        var (read, rest) = ReadRecord(stream.ToArray());
        read.Should().Equal(payload);
        rest.Should().BeEmpty();
    }

    [Fact]
    public void Append_Scalars_CanBeReadBack()
    {
        using var stream = new MemoryStream();
        EventFile.Begin(stream, DateTimeOffset.UnixEpoch);

        EventFile.Append(stream, DateTimeOffset.FromUnixTimeMilliseconds(2500), 300, ("loss/train", 0.75), ("accuracy/validation", 1 / 3.0));

        var (_, rest) = ReadRecord(stream.ToArray());
        (var payload, rest) = ReadRecord(rest);
        rest.Should().BeEmpty();
        var fields = ReadMessage(payload);
        fields.Select(field => field.Number).Should().Equal(1, 2, 5);
        BinaryPrimitives.ReadDoubleLittleEndian(fields[0].Bytes).Should().Be(2.5);
        fields[1].Value.Should().Be(300);
        var values = ReadMessage(fields[2].Bytes).Select(value => ReadMessage(value.Bytes)).ToList();
        values.Select(value => (Encoding.UTF8.GetString(value[0].Bytes), BinaryPrimitives.ReadSingleLittleEndian(value[1].Bytes)))
            .Should().Equal(("loss/train", 0.75f), ("accuracy/validation", (float)(1 / 3.0)));
    }

    private static (byte[] Payload, byte[] Remaining) ReadRecord(byte[] bytes)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)).Should().Be(Masked(bytes[..8]));
        var payload = bytes[12..(12 + length)];
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12 + length)).Should().Be(Masked(payload));
        return (payload, bytes[(16 + length)..]);
    }

    private static List<(int Number, ulong Value, byte[] Bytes)> ReadMessage(byte[] bytes)
    {
        var fields = new List<(int, ulong, byte[])>();
        for (var position = 0; position < bytes.Length;)
        {
            var tag = ReadVarint(bytes, ref position);
            var value = (tag & 7) is 0 or 2 ? ReadVarint(bytes, ref position) : 0;
            var length = (tag & 7) switch { 0 => 0, 1 => 8, 2 => (int)value, 5 => 4, _ => throw new InvalidDataException() };
            fields.Add(((int)(tag >> 3), value, bytes[position..(position + length)]));
            position += length;
        }
        return fields;
    }

    private static ulong ReadVarint(byte[] bytes, ref int position)
    {
        for (var (value, shift) = (0UL, 0); ; shift += 7)
        {
            value |= (ulong)(bytes[position] & 0x7F) << shift;
            if (bytes[position++] < 0x80)
                return value;
        }
    }

    private static uint Masked(byte[] bytes)
    {
        var crc = Crc32C(bytes);
        return (crc >> 15 | crc << 17) + 0xA282EAD8;
    }

    private static uint Crc32C(byte[] bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }
}

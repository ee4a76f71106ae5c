using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MobileNets.Weights.Fuzz.Mutation;

namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>Header members, numbers and strings are changed, then the header's length is made to fit again.</summary>
internal sealed class SafetensorsTarget() : FuzzTarget("safetensors", [.. SampleWeights.All.Select(Bytes)])
{
    private const int LengthBytes = sizeof(ulong);
    private const int MaximumShift = 9;

    private static readonly string[] Words =
    [
        "\"__metadata__\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"F64\"", "\"F32\"", "\"F16\"", "\"BF16\"", "\"I64\"", "\"I8\"",
        "\"U8\"", "\"BOOL\"", "\"F8_E4M3\"", "\"\"", "\"a\"", "\"\\u0061\"", "\"\\ud800\"", "\"\\n\\u0000\"", "null", "true", "{}", "[]", "[0]",
        "[0,0]", "[1,0]", "[[]]", "0", "-0", "1.0", "1e1", "18446744073709551616", "99999999999999999999999999", "[4294967296,4294967296]",
        "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}",
    ];

    private readonly (TokenText Header, byte[] Buffer)[] _parts =
    [
        .. SampleWeights.All.Select(Bytes).Select(bytes => (new TokenText(HeaderOf(bytes), Words), bytes[(LengthBytes + HeaderLength(bytes))..])),
    ];

    public override bool PassesOuterLayer(byte[] input)
    {
        if (input.Length < LengthBytes || BinaryPrimitives.ReadUInt64LittleEndian(input) > (ulong)(input.Length - LengthBytes))
            return false;
        try
        {
            var json = new Utf8JsonReader(input.AsSpan(LengthBytes, HeaderLength(input)));
            while (json.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public override void Read(byte[] input)
    {
        var weights = SafetensorsFile.Read(new MemoryStream(input));
        Oracle.Check(weights);
        Oracle.CheckEqual(weights, SafetensorsFile.Read(new MemoryStream(Bytes(weights))));
    }

    protected override byte[] MutateFormat(Random random, int chosen)
    {
        var (header, buffer) = _parts[chosen];
        var json = Encoding.UTF8.GetBytes(header.Mutate(random));
        var length = new byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, random.Next(32) == 0 ? (ulong)EdgeNumbers.Near(random, json.Length) : (ulong)json.Length);
        var bufferLength = random.Next(4) == 0 ? Math.Max(0, buffer.Length + random.Next(-MaximumShift, MaximumShift)) : buffer.Length;
        return [.. length, .. json, .. buffer.AsSpan(0, Math.Min(bufferLength, buffer.Length)), .. new byte[Math.Max(0, bufferLength - buffer.Length)]];
    }

    private static byte[] Bytes(StateDict weights)
    {
        var stream = new MemoryStream();
        SafetensorsFile.Write(stream, weights);
        return stream.ToArray();
    }

    private static int HeaderLength(byte[] bytes) => (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private static string HeaderOf(byte[] bytes) => Encoding.UTF8.GetString(bytes, LengthBytes, HeaderLength(bytes));
}

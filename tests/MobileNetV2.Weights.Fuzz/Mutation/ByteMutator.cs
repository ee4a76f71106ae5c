using System.Buffers.Binary;

namespace MobileNets.Weights.Fuzz.Mutation;

/// <summary>Changes that know nothing of any format.</summary>
internal static class ByteMutator
{
    private const int MaximumChanges = 4;
    private const int MaximumInsertedBytes = 16;

    public static byte[] Mutate(Random random, byte[] input, IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(input);
        for (var changes = random.Next(1, MaximumChanges + 1); changes > 0; changes--)
            Change(random, bytes, corpus);
        return [.. bytes];
    }

    private static void Change(Random random, List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var at = random.Next(bytes.Count + 1);
        var left = bytes.Count - at;
        switch (random.Next(8))
        {
            case 0 when left > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when left > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, left);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(left, random.Next(1, MaximumInsertedBytes)));
                break;
            case 4:
                var inserted = new byte[random.Next(1, MaximumInsertedBytes)];
                random.NextBytes(inserted);
                bytes.InsertRange(at, inserted);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(left, random.Next(1, MaximumInsertedBytes))));
                break;
            case 6:
                Span<byte> number = stackalloc byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)EdgeNumbers.Next(random));
                for (var i = 0; i < Math.Min(left, 1 << random.Next(4)); i++)
                    bytes[at + i] = number[i];
                break;
            case 7:
                var other = corpus[random.Next(corpus.Count)];
                bytes.RemoveRange(at, left);
                bytes.AddRange(other.AsSpan(random.Next(other.Length)));
                break;
        }
    }
}

namespace MobileNets.Weights;

/// <summary>What the readers need of a stream: its length ahead, and whole blocks.</summary>
internal static class StreamReading
{
    /// <summary>The stream itself, or its rest in memory where it cannot tell its length.</summary>
    public static Stream WithKnownLength(Stream stream)
    {
        if (stream.CanSeek)
            return stream;
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    /// <summary>Reads exactly <paramref name="count"/> bytes.</summary>
    /// <exception cref="WeightsFormatException">The stream ends before.</exception>
    public static byte[] ReadBytes(Stream stream, int count, string origin, string what)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        if (read < count)
            throw new WeightsFormatException(origin, $"offset {stream.Position}",
                $"expected {what} of {count} bytes, found the end of the file after {read}",
                "The file is cut off; copy, download or write it again.");
        return bytes;
    }
}

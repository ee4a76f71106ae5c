namespace MobileNets.Training.Data;

/// <summary>Reads another stream, but not further than a bound.</summary>
internal sealed class BoundedStream(Stream source, long bound) : Stream
{
    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">There are more bytes than the bound.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        _total += read;
        return _total <= bound ? read : throw new InvalidDataException($"it unpacks to more than {bound} bytes");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

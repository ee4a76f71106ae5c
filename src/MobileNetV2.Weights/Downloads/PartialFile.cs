using System.Net.Http.Headers;
using System.Text;

namespace MobileNets.Weights;

/// <summary>
/// The bytes so far of a file that is being downloaded (<c>FILE.part</c>), and beside them (<c>FILE.part.info</c>) the entity tag or
/// date by which the server can tell whether it still has the file that they are the beginning of.
/// </summary>
/// <remarks>
/// The info file is open, unshared, all the while, which keeps other processes out. It is deleted only once the whole file is
/// in place: a process that then gets hold of the deleted info file finds the whole file and leaves the parts alone.
/// </remarks>
internal sealed class PartialFile : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly string _target;
    private readonly FileStream _info;
    private readonly FileStream _content;

    private PartialFile(string target, FileStream info)
    {
        _target = target;
        _info = info;
        // Unbuffered, so that a killed process leaves all that it received.
        _content = new FileStream(ContentPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        Validator = ReadValidator();
        _content.Seek(0, SeekOrigin.End);
    }

    /// <summary>What the bytes so far are the beginning of, or null where there are none or the server did not say.</summary>
    public RangeConditionHeaderValue? Validator { get; private set; }

    public long Length => _content.Length;

    private string ContentPath => _target + ".part";

    private string InfoPath => ContentPath + ".info";

    /// <summary>Opens or creates the files, when no other process has them open any more.</summary>
    public static async Task<PartialFile> OpenAsync(string target, CancellationToken cancellationToken)
    {
        while (true)
        {
            FileStream? info = null;
            try
            {
                info = new FileStream(target + ".part.info", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return new PartialFile(target, info);
            }
            catch (Exception exception)
            {
                info?.Dispose();
                if (!IsInUse(exception))
                    throw;
            }
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts the file anew.</summary>
    public void Restart(RangeConditionHeaderValue? validator)
    {
        _content.SetLength(0);
        _info.SetLength(0);
        if (validator is not null)
            _info.Write(Encoding.UTF8.GetBytes(validator.ToString()));
        _info.Flush();
        Validator = validator;
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _content.WriteAsync(bytes, cancellationToken);

    /// <summary>The bytes from the first on.</summary>
    public Stream Rewind()
    {
        _content.Position = 0;
        return _content;
    }

    /// <summary>Moves the bytes to the target.</summary>
    public void Publish()
    {
        _content.Flush(flushToDisk: true);
        _content.Dispose();
        File.Move(ContentPath, _target, overwrite: true);
        DeleteInfo();
    }

    /// <summary>Deletes the bytes, for they are the wrong ones.</summary>
    public void Discard()
    {
        Restart(validator: null);
        _content.Dispose();
        File.Delete(ContentPath);
    }

    /// <summary>Deletes the bytes, for the target is whole without them.</summary>
    public void DiscardForTarget()
    {
        Discard();
        DeleteInfo();
    }

    public void Dispose()
    {
        _content.Dispose();
        _info.Dispose();
    }

    private void DeleteInfo()
    {
        _info.Dispose();
        try
        {
            File.Delete(InfoPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Windows: another process has it by now, and will delete it.
        }
    }

    // The errors of an exclusive open on Windows (ERROR_SHARING_VIOLATION), Linux and macOS (EWOULDBLOCK).
    private static bool IsInUse(Exception exception) =>
        exception is IOException { HResult: unchecked((int)0x80070020) or 11 or 35 };

    private RangeConditionHeaderValue? ReadValidator()
    {
        using var reader = new StreamReader(_info, Encoding.UTF8, leaveOpen: true);
        return RangeConditionHeaderValue.TryParse(reader.ReadToEnd(), out var validator) ? validator : null;
    }
}

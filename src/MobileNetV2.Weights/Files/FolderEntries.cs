using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MobileNets.Weights;

/// <summary>The names in a folder: on Unix a rename outlives a power failure only once its folder has been flushed too.</summary>
internal static partial class FolderEntries
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder's entries to the disk; file systems that cannot (and Windows, which needs not) are left alone.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid)
            return;
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (IOException)
        {
            // A network file system may refuse; the file itself is on the disk.
        }
    }

    // .NET opens files only; this is the one call that it lacks.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}

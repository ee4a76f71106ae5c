using System.Runtime.InteropServices;

namespace MobileNets.Kernels;

/// <summary>
/// Memory in pages of 2 MiB instead of 4 KiB, where Linux gives them to who asks: 14 MB of weights are 3,500 small pages, more than a
/// processor remembers the addresses of, and every look-up holds up the loads and prefetches behind it.
/// </summary>
internal static unsafe partial class HugePages
{
    private const nuint PageBytes = 2 << 20;

    private const int MadviseHugePage = 14;

    /// <summary>Allocates whole huge pages, or as many bytes of small ones where there are none.</summary>
    /// <param name="bytes">How many are needed.</param>
    /// <returns>To be freed by <see cref="NativeMemory.AlignedFree"/>; not cleared.</returns>
    public static void* Allocate(nuint bytes)
    {
        var whole = (bytes + PageBytes - 1) / PageBytes * PageBytes;
        var memory = NativeMemory.AlignedAlloc(whole, PageBytes);
        if (OperatingSystem.IsLinux())
            Advise(memory, whole);
        return memory;
    }

    private static void Advise(void* memory, nuint bytes)
    {
        try
        {
            // It may be refused: small pages do as well.
            _ = Madvise(memory, bytes, MadviseHugePage);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // So they do where the C library has another name.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MobileNets.Kernels;

/// <summary>
/// Threads of the OpenMP libraries that this process has loaded, as torch's are. Between two operators they do not sleep at once but look out for
/// the next one, for some milliseconds, on the processors that a <see cref="WorkerTeam"/> wants.
/// </summary>
public static unsafe class OpenMPThreads
{
    private const int PauseSoft = 1; // omp_pause_soft of OpenMP 5.0, section 3.2.44

    private static readonly string[] Libraries = ["libgomp", "libomp", "libiomp5"];

    private static readonly Lazy<nint[]> Pauses = new(() =>
    {
        // Not by name alone: a package brings its library under a name of its own.
        using var process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>().Where(IsOpenMP).Select(Pause).Where(pause => pause != 0)];
    });

    /// <summary>
    /// Lets those of the calling thread rest until it has more work for them, which then costs some microseconds a thread to begin. Nothing
    /// else changes; without such a library nothing happens. The libraries are looked up once, by the first call.
    /// </summary>
    public static void Rest()
    {
        foreach (var pause in Pauses.Value)
            ((delegate* unmanaged<int, int>)pause)(PauseSoft);
    }

    private static bool IsOpenMP(ProcessModule module) => Array.Exists(Libraries, name => module.ModuleName.StartsWith(name, StringComparison.Ordinal));

    private static nint Pause(ProcessModule module) =>
        NativeLibrary.TryLoad(module.FileName, out var library) && NativeLibrary.TryGetExport(library, "omp_pause_resource_all", out var pause) ? pause : 0;
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MobileNets.Cli.Tests;

/// <summary>Unix signals to the program in its own process.</summary>
internal static class Signals
{
    public const int Interrupt = 2;

    /// <summary>
    /// Lets programs that are started from now on be interrupted. A shell's background jobs have SIGINT ignored, and so do
    /// their children: this test's run may be one.
    /// </summary>
    public static void AllowInterrupt() => Signal(Interrupt, handler: 0);

    public static void Send(Process process, int signal) => Kill(process.Id, signal).Should().Be(0);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint Signal(int signal, nint handler);
}

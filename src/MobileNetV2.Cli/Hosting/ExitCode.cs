namespace MobileNets.Cli.Hosting;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The call's words are wrong.</summary>
    public const int Usage = 1;

    /// <summary>The input is bad, or something failed.</summary>
    public const int Failed = 2;

    /// <summary>Ctrl-C: 128 + SIGINT, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;
}

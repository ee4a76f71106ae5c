namespace MobileNets.Cli.Hosting;

/// <summary>A command cannot go on; the message names the file or option and says what to do.</summary>
internal sealed class CommandFailedException(string message) : Exception(message)
{
    /// <summary>For a network whose outputs are infinite or not numbers.</summary>
    public static CommandFailedException NotFinite(string weights) =>
        new($"{weights}: the network's outputs are not finite numbers; the weights are damaged or their training diverged, use others.");
}

namespace MobileNets.Cli.Hosting;

/// <summary>The call's words are wrong in a way that only the command itself can tell.</summary>
internal sealed class UsageException(string message) : Exception(message);

using Microsoft.Extensions.Logging;

namespace MobileNets.Training.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel >= LogLevel.Warning ? "Warning: " : "") + formatter(state, exception));
}

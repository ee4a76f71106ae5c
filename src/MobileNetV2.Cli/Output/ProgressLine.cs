namespace MobileNets.Cli.Output;

/// <summary>Progress on stderr: one line that changes in a terminal, a line each tenth in a log.</summary>
internal sealed class ProgressLine(string what, int total) : IProgress<int>, IDisposable
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(0.1);

    private readonly Lock _lock = new();
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private DateTime _shownAt;
    private int _shown;

    /// <summary>Shows that so many are done; reports of several threads may overtake each other.</summary>
    public void Report(int done)
    {
        lock (_lock)
        {
            if (done <= _shown)
                return;
            if (_isTerminal ? done == total || DateTime.UtcNow - _shownAt > s_refresh : 10L * done / total > 10L * _shown / total)
                Show(done);
        }
    }

    /// <summary>Ends the line, so that what follows begins on one of its own.</summary>
    public void Dispose()
    {
        if (_isTerminal && _shown > 0)
            Console.Error.WriteLine();
    }

    private void Show(int done)
    {
        (_shown, _shownAt) = (done, DateTime.UtcNow);
        var line = $"{what} {done} of {total}";
        if (_isTerminal)
            Console.Error.Write('\r' + line);
        else
            Console.Error.WriteLine(line);
    }
}

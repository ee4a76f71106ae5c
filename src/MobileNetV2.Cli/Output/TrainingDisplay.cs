using System.Globalization;
using Microsoft.Extensions.Logging;
using MobileNets.Training;
using Spectre.Console;

namespace MobileNets.Cli.Output;

/// <summary>Training on stderr: a bar in a terminal; in a log a line for every epoch, and one a minute within it. Warnings go between.</summary>
internal sealed class TrainingDisplay : IProgress<TrainingProgress>, ILogger
{
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromMinutes(1);

    private readonly IAnsiConsole? _terminal = Console.IsErrorRedirected
        ? null
        : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private ProgressTask? _bar;
    private DateTime _lastLine = DateTime.UtcNow;

    /// <summary>Shows progress as long as a function runs.</summary>
    public T During<T>(Func<T> train) => _terminal is null
        ? train()
        : _terminal.Progress().AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                _bar = context.AddTask("starting");
                return train();
            });

    public void WriteLine(string line)
    {
        _lastLine = DateTime.UtcNow;
        if (_terminal is null)
            Console.Error.WriteLine(line);
        else
            _terminal.WriteLine(line);
    }

    public void Report(TrainingProgress value)
    {
        if (_bar is not null)
        {
            _bar.MaxValue = value.Steps;
            _bar.Value = value.Step;
            _bar.Description = Describe(value).EscapeMarkup();
        }
        else if (_terminal is null && DateTime.UtcNow - _lastLine > s_lineInterval)
        {
            WriteLine(Describe(value));
        }
    }

    /// <summary>An epoch's line.</summary>
    public void Report(EpochResult epoch, int epochs) => WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"epoch {epoch.Epoch}/{epochs}: lr {epoch.LearningRate:G4}, train loss {epoch.TrainLoss:F3} accuracy {epoch.TrainAccuracy:P1}, validation loss {epoch.ValidationLoss:F3} accuracy {epoch.ValidationAccuracy:P1}{(epoch.IsBest ? " (best)" : "")}, {epoch.Duration.TotalSeconds:F1} s, {epoch.WaitShare:P0} waiting for pictures"));

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // An epoch's line has more to say.
        if (IsEnabled(logLevel) && eventId.Name != "EpochEnded")
            WriteLine($"{(logLevel >= LogLevel.Warning ? "Warning: " : "")}{formatter(state, exception)}");
    }

    private static string Describe(TrainingProgress value) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {value.Epoch}/{value.Epochs}, {Phase(value)}: loss {value.Loss:F3}, {value.ImagesPerSecond:F0} images/s{(value.TimeLeft > TimeSpan.Zero ? $", {Duration(value.TimeLeft)} left" : "")}");

    private static string Phase(TrainingProgress value) => value.Phase switch
    {
        TrainingPhase.Training => string.Create(CultureInfo.InvariantCulture, $"step {value.Step}/{value.Steps}"),
        TrainingPhase.Evaluating => "evaluating",
        _ => "saving",
    };

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:D2} h")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:D2} min");
}

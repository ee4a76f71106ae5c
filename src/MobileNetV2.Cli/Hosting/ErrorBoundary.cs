using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using MobileNets.Cli.Input;

namespace MobileNets.Cli.Hosting;

/// <summary>Runs a command and turns every way in which it can end into an exit code and a line on stderr.</summary>
internal static class ErrorBoundary
{
    public static async Task<int> RunAsync(ParseResult words)
    {
        // Help that nobody asked for is a diagnostic.
        var output = words.Errors.Count > 0 ? Console.Error : Console.Out;
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = Console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };

        using var interruption = new CancellationTokenSource();
        var stoppedBy = ExitCode.Interrupted;
        void Stop(PosixSignalContext signal)
        {
            // A second signal ends the process at once.
            signal.Cancel = !interruption.IsCancellationRequested;
            if (signal is { Cancel: true, Signal: PosixSignal.SIGTERM })
                stoppedBy = ExitCode.Terminated;
            interruption.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await words.InvokeAsync(configuration, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return stoppedBy;
        }
        catch (UsageException exception)
        {
            Console.Error.WriteLine(exception.Message);
            Console.Error.WriteLine();
            configuration.Output = Console.Error;
            new HelpAction().Invoke(words);
            return ExitCode.Usage;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(words.GetValue(SharedOptions.Verbose) ? exception.ToString() : ErrorText.Of(exception));
            return ExitCode.Failed;
        }
    }
}

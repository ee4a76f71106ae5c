using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.Imaging;
using MobileNets.Training;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using MobileNets.Weights;

namespace MobileNets.Cli.Hosting;

/// <summary>An exception as one line that says what to do.</summary>
internal static class ErrorText
{
    public static string Of(Exception exception) => exception switch
    {
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        AggregateException { InnerException: { } inner } => Of(inner),
        FileNotFoundException { FileName: { } file } => $"{file}: no such file; check the path.",
        RunFolderException => FirstLine(exception),
        IOException or UnauthorizedAccessException => $"{FirstLine(exception)} Check the path and its permissions.",
        InvalidArchitectureException or WeightsFormatException or DatasetException or ImageFormatException or NativeCodecMissingException
            or TrainingDivergedException or DownloadException or CommandFailedException or DllNotFoundException => FirstLine(exception),
        StateDictMismatchException => $"{FirstLine(exception)} First {exception.Message.Split('\n')[1].Trim()}. Give weights of a MobileNetV2; --verbose lists the differences.",
        ExternalException => $"torch: {FirstLine(exception)} --verbose shows where.",
        OutOfMemoryException => "Out of memory; use a smaller batch or smaller pictures.",
        _ => $"{exception.GetType().Name}: {FirstLine(exception)} This should not happen; --verbose shows where.",
    };

    private static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].TrimEnd();
}

using MobileNets.Cli.Hosting;
using MobileNets.Imaging;

namespace MobileNets.Cli.Input;

/// <summary>Reads pictures for the network.</summary>
internal static class PictureReader
{
    /// <summary>Decodes and prepares the pictures that can be read, in order, and says on stderr what is wrong with the others.</summary>
    public static List<PreparedPicture> Read(string[] files, EvaluationPreprocessing preprocessing, CancellationToken cancellationToken)
    {
        var pictures = new PreparedPicture?[files.Length];
        var faults = new string?[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                var planes = new float[preprocessing.OutputLength];
                preprocessing.ApplyToFile(files[i], planes);
                pictures[i] = new PreparedPicture(files[i], planes);
            }
            catch (Exception exception) when (exception is ImageFormatException or NativeCodecMissingException or IOException or UnauthorizedAccessException)
            {
                faults[i] = Directory.Exists(files[i]) ? $"{files[i]}: a folder; name the pictures in it." : ErrorText.Of(exception);
            }
        });

        foreach (var fault in faults.OfType<string>())
            Console.Error.WriteLine(fault);
        return [.. pictures.OfType<PreparedPicture>()];
    }
}

using System.Globalization;
using MobileNets.Weights;

namespace MobileNets.Cli.Output;

/// <summary>Progress of one file on stderr: a line each tenth, and whatever is out of the ordinary.</summary>
internal sealed class DownloadLine(string what) : IProgress<DownloadProgress>
{
    private int _tenths = -1;

    public void Report(DownloadProgress value)
    {
        if (value.Notice is { } notice)
            Console.Error.WriteLine($"{what}: {notice}");
        else if (value.Total is > 0 and var total && (int)(10 * value.Bytes / total) is var tenths && tenths > _tenths)
        {
            _tenths = tenths;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value.Bytes / 1e6:F1} of {total / 1e6:F1} MB"));
        }
    }
}

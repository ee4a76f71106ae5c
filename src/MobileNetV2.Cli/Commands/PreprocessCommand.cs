using System.CommandLine;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Imaging;
using MobileNets.Weights;

namespace MobileNets.Cli.Commands;

/// <summary><c>preprocess</c>: what evaluation feeds the network, as a <c>.npy</c> file.</summary>
internal sealed class PreprocessCommand : Command
{
    private const int LargestSide = 8192;

    private readonly Argument<string> _image = new("IMAGE") { Description = "A JPEG or PNG file" };
    private readonly Option<string> _output = new("--output")
    {
        Description = "The file to write, float32 [1,3,H,W], normalised",
        HelpName = "X.npy",
        Required = true,
    };
    private readonly Option<int> _resize = Side("--resize", "Shorter side of the picture before the middle is cut out", 256);
    private readonly Option<int> _size = Side("--size", "Side of what is cut out", 224);

    public PreprocessCommand() : base("preprocess", "Prepares a picture as evaluation does")
    {
        Arguments.Add(_image);
        Options.Add(_output);
        Options.Add(_resize);
        Options.Add(_size);
        SetAction((words, cancellationToken) => Task.FromResult(Run(words, cancellationToken)));
    }

    private int Run(ParseResult words, CancellationToken cancellationToken)
    {
        var (resize, size) = (words.GetValue(_resize), words.GetValue(_size));
        if (size > resize)
            throw new UsageException($"{_size.Name}: {size} pixels cannot be cut out of {_resize.Name} {resize}.");

        if (PictureReader.Read([words.GetRequiredValue(_image)], new EvaluationPreprocessing(resize, size), cancellationToken) is not [var picture])
            return ExitCode.Failed;
        NumpyFile.Write(words.GetRequiredValue(_output), [1, RgbImage.Channels, size, size], picture.Planes);
        return ExitCode.Done;
    }

    private static Option<int> Side(string name, string description, int defaultValue) =>
        NumberOption.Create(name, description, value => value is >= 1 and <= LargestSide, $"1 to {LargestSide} pixels", defaultValue);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MobileNets.Imaging;

namespace MobileNets.Training.Data;

/// <summary>Labelled pictures in up to three splits, whatever the layout of their folder.</summary>
/// <remarks>
/// <see cref="Open"/> reads the two layouts that are known. Pictures that lie otherwise, or are listed in a table, need nothing but
/// the constructor.
/// </remarks>
/// <example><code>
/// ImageSample[] Listed(string file) =&gt; [.. File.ReadLines(file).Select(line =&gt; line.Split(',')).Select(row =&gt; new ImageSample(row[0], int.Parse(row[1])))];
/// var data = new ImageDataset("photos", ["cat", "dog"], Listed("train.csv"), Listed("validation.csv"), test: []);
/// </code></example>
public sealed class ImageDataset
{
    private readonly IReadOnlyList<ImageSample>[] _splits;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Puts a data set together.</summary>
    /// <param name="folder">The folder above the pictures; names the data set in messages and records.</param>
    /// <param name="classNames">The class names; a sample's label is an index into them.</param>
    /// <param name="train">The training pictures.</param>
    /// <param name="validation">The validation pictures; may be empty.</param>
    /// <param name="test">The test pictures; may be empty.</param>
    /// <exception cref="ArgumentException">A label has no class name.</exception>
    public ImageDataset(
        string folder,
        IReadOnlyList<string> classNames,
        IReadOnlyList<ImageSample> train,
        IReadOnlyList<ImageSample> validation,
        IReadOnlyList<ImageSample> test)
    {
        Folder = folder;
        ClassNames = classNames;
        _splits = [train, validation, test];
        _fingerprint = new Lazy<string>(ComputeFingerprint);
        if (_splits.SelectMany(samples => samples).FirstOrDefault(sample => sample.Label >= classNames.Count) is { } beyond)
            throw new ArgumentException($"{beyond.Path} has label {beyond.Label}, but there are {classNames.Count} class names.", nameof(classNames));
    }

    /// <summary>The folder the pictures were found in.</summary>
    public string Folder { get; }

    /// <summary>The class names; a sample's label is an index into them.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How the pictures came into their splits, in words for the records of a run.</summary>
    /// <value>Default "given".</value>
    public string SplitRule { get; init; } = "given";

    /// <summary>The files that were left out because they cannot be read.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<SkippedImage> Skipped { get; init; } = [];

    /// <summary>
    /// A SHA-256 over class names and, of every picture in its split, relative name, label and bytes in the file: it tells whether this is
    /// the data that a run began with, without reading the pictures. Computed when first asked for.
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The samples of one split, always in the same order.</summary>
    /// <param name="split">Which split.</param>
    /// <returns>The samples; none when the folder has no such split.</returns>
    public IReadOnlyList<ImageSample> Samples(Split split) => _splits[(int)split];

    /// <summary>
    /// The same pictures with the test split for training and the training split for testing. Flowers102 has 6,149 test and 1,020
    /// training pictures, and many reported results were trained the other way round.
    /// </summary>
    /// <exception cref="DatasetException">There are no test pictures.</exception>
    public ImageDataset SwapTrainAndTest() => Samples(Split.Test).Count > 0
        ? new ImageDataset(Folder, ClassNames, Samples(Split.Test), Samples(Split.Validation), Samples(Split.Train))
        {
            SplitRule = $"{SplitRule}, training and test swapped",
            Skipped = Skipped,
        }
        : throw new DatasetException(Folder, "there are no test pictures to train on", "use the training pictures as they are");

    /// <summary>Opens a folder in Flowers102's layout or with a folder per class, whichever it finds.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="seed">Decides the split where the folder itself does not (see <see cref="ImageFolder.Open"/>).</param>
    /// <param name="decoder">Tells which files of a folder per class are pictures; by default <see cref="ImageDecoder.Default"/>.</param>
    /// <exception cref="DatasetException">Neither layout is there, or what is there is incomplete.</exception>
    public static ImageDataset Open(string folder, ulong seed = 0, IImageDecoder? decoder = null)
    {
        if (!Directory.Exists(folder))
            throw new DatasetException(folder, "no such folder", "check the path, or generate flowers there");

        // torchvision keeps the data set in a folder of its own below the root it is given.
        var nested = Path.Combine(folder, "flowers-102");
        if (Flowers102.IsAt(nested))
            return Flowers102.Open(nested);
        if (Flowers102.IsAt(folder))
            return Flowers102.Open(folder);
        if (ImageFolder.IsAt(folder))
            return ImageFolder.Open(folder, seed, decoder);
        throw new DatasetException(
            folder,
            $"found neither Flowers102's {Flowers102.LabelsFile}, {Flowers102.SplitsFile} and {Flowers102.ImagesFolder}/ "
            + $"nor a folder per class with {string.Join(", ", ImageFolder.Extensions)} files (directly or below train/)",
            "give the data set's own folder, or generate flowers there");
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(ClassNames.Count, "classes");
        foreach (var name in ClassNames)
            Append(0, name);
        foreach (var samples in _splits)
        {
            Append(samples.Count, "samples");
            foreach (var sample in samples)
            {
                var file = new FileInfo(sample.Path);
                Append(sample.Label, Path.GetRelativePath(Folder, sample.Path).Replace(Path.DirectorySeparatorChar, '/'));
                Append(file.Exists ? file.Length : -1, "bytes");
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // No name has a zero in it, so nothing can be mistaken for its neighbour.
        void Append(long number, string name) => hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} {name}\0")));
    }
}

namespace MobileNets.Training.Data;

/// <summary>Labelled pictures in up to three splits, whatever the layout of their folder.</summary>
public sealed class ImageDataset
{
    private readonly IReadOnlyList<ImageSample>[] _splits;

    internal ImageDataset(
        string folder,
        IReadOnlyList<string> classNames,
        IReadOnlyList<ImageSample> train,
        IReadOnlyList<ImageSample> validation,
        IReadOnlyList<ImageSample> test)
    {
        Folder = folder;
        ClassNames = classNames;
        _splits = [train, validation, test];
    }

    /// <summary>The folder the pictures were found in.</summary>
    public string Folder { get; }

    /// <summary>The class names; a sample's label is an index into them.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The samples of one split, always in the same order.</summary>
    /// <param name="split">Which split.</param>
    /// <returns>The samples; none when the folder has no such split.</returns>
    public IReadOnlyList<ImageSample> Samples(Split split) => _splits[(int)split];

    /// <summary>Opens a folder in Flowers102's layout or with a folder per class, whichever it finds.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="seed">Decides the split where the folder itself does not (see <see cref="ImageFolder.Open"/>).</param>
    /// <exception cref="DatasetException">Neither layout is there, or what is there is incomplete.</exception>
    public static ImageDataset Open(string folder, ulong seed = 0)
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
            return ImageFolder.Open(folder, seed);
        throw new DatasetException(
            folder,
            $"found neither Flowers102's {Flowers102.LabelsFile}, {Flowers102.SplitsFile} and {Flowers102.ImagesFolder}/ "
            + $"nor a folder per class with {string.Join(", ", ImageFolder.Extensions)} files (directly or below train/)",
            "give the data set's own folder, or generate flowers there");
    }
}

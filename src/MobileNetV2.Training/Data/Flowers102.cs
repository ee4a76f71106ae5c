namespace MobileNets.Training.Data;

/// <summary>Oxford's 102 Category Flower Dataset (Nilsback and Zisserman 2008), and any folder in its layout.</summary>
/// <remarks>
/// <c>jpg/image_00001.jpg</c> …; <c>imagelabels.mat</c> with <c>labels</c>, one 1-based class per image; <c>setid.mat</c>
/// with <c>trnid</c>, <c>valid</c> and <c>tstid</c>, the 1-based image numbers of each split. A <c>labels.txt</c> beside
/// them, which Oxford's does not have, replaces the class names. Oxford's splits are 1,020 training pictures, ten a class, 1,020
/// for validation and 6,149 for testing; <see cref="ImageDataset.SwapTrainAndTest"/> trains on the 6,149.
/// </remarks>
public static class Flowers102
{
    /// <summary>The file of the labels.</summary>
    public const string LabelsFile = "imagelabels.mat";

    /// <summary>The file of the splits.</summary>
    public const string SplitsFile = "setid.mat";

    /// <summary>The folder of the pictures.</summary>
    public const string ImagesFolder = "jpg";

    internal const string LabelsKey = "labels";

    /// <summary>Oxford's names for its 102 categories; class 1 of the label file is at index 0.</summary>
    public static IReadOnlyList<string> CategoryNames => Flowers102Categories.Names;

    /// <summary>Whether the folder has any of the layout's own files.</summary>
    /// <param name="folder">The folder to look at.</param>
    public static bool IsAt(string folder)
    {
        var images = Path.Combine(folder, ImagesFolder);
        return File.Exists(Path.Combine(folder, LabelsFile))
            || File.Exists(Path.Combine(folder, SplitsFile))
            || (Directory.Exists(images) && Directory.EnumerateFiles(images, "image_*.jpg").Any());
    }

    /// <summary>Opens the folder.</summary>
    /// <param name="folder">The folder that holds <c>jpg/</c> and the two <c>.mat</c> files.</param>
    /// <exception cref="DatasetException">A file is missing or malformed, or they contradict each other.</exception>
    public static ImageDataset Open(string folder)
    {
        var labels = WholeNumbers(Path.Combine(folder, LabelsFile), LabelsKey);
        var classNames = ReadClassNames(folder, labels);
        var splitsPath = Path.Combine(folder, SplitsFile);
        var present = PresentImages(folder);
        return new ImageDataset(folder, classNames, Samples(Split.Train), Samples(Split.Validation), Samples(Split.Test)) { SplitRule = SplitsFile };

        ImageSample[] Samples(Split split)
        {
            var key = KeyOf(split);
            var ids = WholeNumbers(splitsPath, key);
            return Array.ConvertAll(ids, id => Sample(key, id));
        }

        ImageSample Sample(string key, int id)
        {
            if (id > labels.Length)
                throw new DatasetException(
                    splitsPath,
                    $"key '{key}' names image {id}, but {LabelsFile} has {labels.Length} labels",
                    "use two files that belong together");
            var path = Path.Combine(folder, ImagesFolder, ImageName(id));
            return present.Contains(ImageName(id))
                ? new ImageSample(path, labels[id - 1] - 1)
                : throw new DatasetException(
                    path, $"missing, though '{key}' of {SplitsFile} lists it", "unpack or generate the pictures again");
        }
    }

    /// <summary>The file name of an image by its 1-based number.</summary>
    internal static string ImageName(int id) => $"image_{id:D5}.jpg";

    /// <summary>The key of a split in <see cref="SplitsFile"/>.</summary>
    internal static string KeyOf(Split split) => split switch
    {
        Split.Train => "trnid",
        Split.Validation => "valid",
        Split.Test => "tstid",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, null),
    };

    private static HashSet<string> PresentImages(string folder)
    {
        var images = Path.Combine(folder, ImagesFolder);
        return Directory.Exists(images)
            ? [.. Directory.EnumerateFiles(images).Select(path => Path.GetFileName(path))]
            : throw new DatasetException(images, "no such folder", "unpack the data set's pictures there");
    }

    private static IReadOnlyList<string> ReadClassNames(string folder, int[] labels)
    {
        var path = Path.Combine(folder, LabelFile.Name);
        var names = File.Exists(path) ? LabelFile.Read(path) : CategoryNames;
        var highest = labels.DefaultIfEmpty().Max();
        return highest <= names.Count
            ? names
            : throw new DatasetException(
                path, $"{names.Count} class names, but {LabelsFile} has class {highest}", "list one name per class");
    }

    private static int[] WholeNumbers(string path, string key)
    {
        if (!File.Exists(path))
            throw new DatasetException(path, "missing", "unpack the data set completely, or generate the flowers again");
        var values = MatFile.Read(path)[key].Values;
        var wrong = Array.FindIndex(values, value => !(value >= 1 && value <= int.MaxValue && Math.Floor(value) == value));
        return wrong < 0
            ? Array.ConvertAll(values, value => (int)value)
            : throw new DatasetException(
                path,
                $"key '{key}' holds {values[wrong]} at {wrong}, expected whole numbers from 1",
                "use the file that came with the data set");
    }
}

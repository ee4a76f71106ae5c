using MobileNets.Imaging;

namespace MobileNets.Training.Data;

/// <summary>A folder per class, named after the class, with or without <c>train/</c>, <c>val/</c> and <c>test/</c> above.</summary>
/// <remarks>
/// Class names and files are sorted by ordinal comparison, so labels do not depend on the machine or its language. Hidden files and
/// folders, folders below a class and files of other kinds are ignored. Pictures whose header cannot be read are left out and listed
/// in <see cref="ImageDataset.Skipped"/>.
/// </remarks>
public static class ImageFolder
{
    private static readonly EnumerationOptions Visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    /// <summary>The picture files that count, in any case; other files are ignored.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".png"];

    /// <summary>Whether the folder has folders with pictures in them, directly or below <c>train/</c>.</summary>
    /// <param name="folder">The folder to look at.</param>
    public static bool IsAt(string folder)
        => Directory.Exists(folder) && Folders(TrainOrRoot(folder)).Any(classFolder => Pictures(classFolder).Length > 0);

    /// <summary>Opens the folder.</summary>
    /// <param name="folder">
    /// With <c>train/</c>: the classes are its folders, <c>val/</c> (or <c>valid/</c>, <c>validation/</c>) and <c>test/</c> are used
    /// where they exist, and without a validation folder every fifth training picture of a class, drawn by the seed, is held out.
    /// Without <c>train/</c>: each class is divided 60 : 20 : 20, drawn by the seed.
    /// </param>
    /// <param name="seed">Decides which pictures of a class are drawn.</param>
    /// <param name="decoder">Tells which files are pictures; by default <see cref="ImageDecoder.Default"/>.</param>
    /// <exception cref="DatasetException">
    /// A class has no readable picture, two differ in case only, or a validation or test folder has a class of its own.
    /// </exception>
    public static ImageDataset Open(string folder, ulong seed = 0, IImageDecoder? decoder = null)
    {
        var root = TrainOrRoot(folder);
        var classNames = ClassNames(root);
        var validationFolder = root == folder ? null : FirstOf(folder, "val", "valid", "validation");
        var testFolder = root == folder ? null : FirstOf(folder, "test");

        var train = Samples(root, classNames);
        var validation = Samples(validationFolder, classNames);
        var test = Samples(testFolder, classNames);
        var skipped = ImageHeaders.FindUnreadable([.. train.Concat(validation).Concat(test).Select(sample => sample.Path)], decoder ?? ImageDecoder.Default);
        var unreadable = skipped.Select(image => image.Path).ToHashSet();
        foreach (var samples in new[] { train, validation, test })
            samples.RemoveAll(sample => unreadable.Contains(sample.Path));
        RequirePictures(root, classNames, train, skipped);

        var shares = root == folder ? SplitShares.Default : new SplitShares(80, 20, 0);
        return validationFolder is null
            ? Divide(folder, classNames, train, test, shares, seed, skipped)
            : new ImageDataset(folder, classNames, train, validation, test) { SplitRule = "folders", Skipped = skipped };
    }

    private static ImageDataset Divide(
        string folder, string[] classNames, List<ImageSample> all, List<ImageSample> test, SplitShares shares, ulong seed, IReadOnlyList<SkippedImage> skipped)
    {
        List<ImageSample> train = [], validation = [];
        foreach (var pictures in all.GroupBy(sample => sample.Label).Select(group => group.ToArray()))
        {
            // Drawn by a shuffle, kept in file order: the trainer shuffles every epoch anyway.
            var order = Enumerable.Range(0, pictures.Length).ToArray();
            new SeededRandom(seed, (ulong)pictures[0].Label).Shuffle(order.AsSpan());
            var (trainCount, validationCount, _) = shares.Apportion(pictures.Length);
            train.AddRange(Take(..trainCount));
            validation.AddRange(Take(trainCount..(trainCount + validationCount)));
            test.AddRange(Take((trainCount + validationCount)..));

            IEnumerable<ImageSample> Take(Range drawn) => order[drawn].Order().Select(i => pictures[i]);
        }

        return new ImageDataset(folder, classNames, train, validation, test) { SplitRule = $"{shares} of every class, seed {seed}", Skipped = skipped };
    }

    private static string[] ClassNames(string root)
    {
        string[] names = [.. Folders(root).Select(path => Path.GetFileName(path)!)];
        if (names.Length == 0)
            throw new DatasetException(root, "no class folders, expected one folder per class", "check the path");
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } alike)
            throw new DatasetException(root, $"the classes {string.Join(" and ", alike)} differ in case only", "merge or rename them");
        return names;
    }

    /// <summary>The samples of a split's folder; it may lack classes but not have new ones.</summary>
    private static List<ImageSample> Samples(string? splitFolder, string[] classNames)
    {
        List<ImageSample> samples = [];
        foreach (var classFolder in splitFolder is null ? [] : Folders(splitFolder))
        {
            var label = Array.IndexOf(classNames, Path.GetFileName(classFolder));
            if (label < 0)
                throw new DatasetException(classFolder, "no class of this name in train/", "add it to train/ or remove it");
            samples.AddRange(Pictures(classFolder).Select(path => new ImageSample(path, label)));
        }

        return samples;
    }

    private static void RequirePictures(string root, string[] classNames, List<ImageSample> readable, IReadOnlyList<SkippedImage> skipped)
    {
        var present = readable.Select(sample => sample.Label).ToHashSet();
        var missing = Enumerable.Range(0, classNames.Length).FirstOrDefault(label => !present.Contains(label), -1);
        if (missing < 0)
            return;
        var classFolder = Path.Combine(root, classNames[missing]);
        var problem = skipped.FirstOrDefault(image => Path.GetDirectoryName(image.Path) == classFolder) is { } first
            ? $"no readable pictures ({first.Reason.TrimEnd('.')})"
            : $"no {string.Join(", ", Extensions)} files";
        throw new DatasetException(classFolder, problem, "add pictures or remove the folder");
    }

    // A class may itself be called "train": only folders below it make it a split.
    private static string TrainOrRoot(string folder)
    {
        var train = Path.Combine(folder, "train");
        return Directory.Exists(train) && Folders(train).Length > 0 ? train : folder;
    }

    private static string? FirstOf(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Path.Combine(folder, name) is var path && Directory.Exists(path))
                return path;
        return null;
    }

    private static string[] Folders(string folder)
        => [.. Directory.EnumerateDirectories(folder, "*", Visible).Order(StringComparer.Ordinal)];

    private static string[] Pictures(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", Visible)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
}

namespace MobileNets.Training.Data;

/// <summary>A folder per class, named after the class, with or without <c>train/</c>, <c>val/</c> and <c>test/</c> above.</summary>
/// <remarks>
/// Class names and files are sorted by ordinal comparison, so labels do not depend on the machine or its language.
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
    /// With <c>train/</c>: the classes are its folders, <c>val/</c> and <c>test/</c> are used where they exist, and without
    /// <c>val/</c> every fifth training picture of a class, drawn by the seed, is held out for validation. Without
    /// <c>train/</c>: each class is divided 60 : 20 : 20, drawn by the seed.
    /// </param>
    /// <param name="seed">Decides which pictures of a class are drawn.</param>
    /// <exception cref="DatasetException">A class has no pictures, or <c>val/</c> or <c>test/</c> has a class of its own.</exception>
    public static ImageDataset Open(string folder, ulong seed = 0)
    {
        var root = TrainOrRoot(folder);
        string[] classNames = [.. Folders(root).Select(path => Path.GetFileName(path)!)];
        if (classNames.Length == 0)
            throw new DatasetException(root, "no class folders, expected one folder per class", "check the path");

        var validationFolder = Path.Combine(folder, "val");
        var testFolder = Path.Combine(folder, "test");
        var isDivided = root != folder;
        var shares = (isDivided, Directory.Exists(validationFolder)) switch
        {
            (false, _) => SplitShares.Default,
            (true, false) => new SplitShares(80, 20, 0),
            (true, true) => new SplitShares(100, 0, 0),
        };
        var (train, validation, test) = Divide(root, classNames, shares, seed);
        return new ImageDataset(
            folder,
            classNames,
            train,
            isDivided && Directory.Exists(validationFolder) ? Held(validationFolder, classNames) : validation,
            isDivided && Directory.Exists(testFolder) ? Held(testFolder, classNames) : test);
    }

    private static (List<ImageSample> Train, List<ImageSample> Validation, List<ImageSample> Test) Divide(
        string root, string[] classNames, SplitShares shares, ulong seed)
    {
        List<ImageSample> train = [], validation = [], test = [];
        for (var label = 0; label < classNames.Length; label++)
        {
            var classFolder = Path.Combine(root, classNames[label]);
            var pictures = Pictures(classFolder);
            if (pictures.Length == 0)
                throw new DatasetException(classFolder, $"no {string.Join(", ", Extensions)} files", "add pictures or remove the folder");

            // Drawn by a shuffle, kept in file order: the trainer shuffles every epoch anyway.
            var order = Enumerable.Range(0, pictures.Length).ToArray();
            new SeededRandom(seed, (ulong)label).Shuffle(order.AsSpan());
            var (trainCount, validationCount, _) = shares.Apportion(pictures.Length);
            train.AddRange(Take(0, trainCount));
            validation.AddRange(Take(trainCount, trainCount + validationCount));
            test.AddRange(Take(trainCount + validationCount, pictures.Length));

            IEnumerable<ImageSample> Take(int from, int to)
                => order[from..to].Order().Select(i => new ImageSample(pictures[i], label));
        }

        return (train, validation, test);
    }

    /// <summary>The samples of a split folder; it may lack classes but not have new ones.</summary>
    private static List<ImageSample> Held(string splitFolder, string[] classNames)
    {
        List<ImageSample> samples = [];
        foreach (var classFolder in Folders(splitFolder))
        {
            var label = Array.IndexOf(classNames, Path.GetFileName(classFolder));
            if (label < 0)
                throw new DatasetException(classFolder, "no class of this name in train/", "add it to train/ or remove it");
            samples.AddRange(Pictures(classFolder).Select(path => new ImageSample(path, label)));
        }

        return samples;
    }

    // A class may itself be called "train": only folders below it make it a split.
    private static string TrainOrRoot(string folder)
    {
        var train = Path.Combine(folder, "train");
        return Directory.Exists(train) && Folders(train).Length > 0 ? train : folder;
    }

    private static string[] Folders(string folder)
        => [.. Directory.EnumerateDirectories(folder, "*", Visible).Order(StringComparer.Ordinal)];

    private static string[] Pictures(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", Visible)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
}

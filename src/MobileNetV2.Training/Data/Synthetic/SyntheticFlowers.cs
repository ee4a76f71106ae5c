using MobileNets.Imaging;

namespace MobileNets.Training.Data;

/// <summary>
/// Generates a data set of painted flowers in Flowers102's own layout, for machines that do not have the real one.
/// </summary>
/// <remarks>
/// A species is a structure: petals, whorls, centre, pattern, leaves, inflorescence. Colours, pose, number of blooms,
/// background, light and sensor vary within it and overlap between species, so that colour alone does not tell them apart
/// (<see cref="ColorHistogramBaseline"/> measures that). A picture depends on seed, species, index and size alone.
/// </remarks>
public static class SyntheticFlowers
{
    // Five digits number the pictures of the layout.
    internal const int MaxImages = 99_999;

    /// <summary>The names of the invented species; the first 24 differ most, a default data set has the first 102.</summary>
    public static IReadOnlyList<string> SpeciesNames { get; } = [.. FlowerSpeciesTable.All.Select(species => species.Name)];

    /// <summary>Paints one picture.</summary>
    /// <param name="species">An index into <see cref="SpeciesNames"/>.</param>
    /// <param name="index">Which picture of the species, from 0.</param>
    /// <param name="size">Its side in pixels, 16 or more.</param>
    /// <param name="seed">Another seed, other pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static RgbImage Paint(int species, int index, int size, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(species);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(species, SpeciesNames.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        return new RgbImage(size, size, FlowerPicture.Paint(species, index, size, seed));
    }

    /// <summary>Writes the data set; <see cref="ImageDataset.Open"/> reads it.</summary>
    /// <remarks>
    /// Every file is complete or absent, and the label files come last: a folder whose generation was interrupted does not
    /// open as a data set, and generating into it again replaces what is there.
    /// </remarks>
    /// <param name="folder">The folder to write; made if it does not exist.</param>
    /// <param name="options">How many pictures, how large, and how shared out.</param>
    /// <param name="progress">Told how many pictures are done, from any thread.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DatasetException">The folder holds pictures that this generator did not write.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(
        string folder, SyntheticFlowersOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var images = Path.Combine(folder, Flowers102.ImagesFolder);
        var labels = Path.Combine(folder, Flowers102.LabelsFile);
        var splits = Path.Combine(folder, Flowers102.SplitsFile);
        var names = Path.Combine(folder, LabelFile.Name);
        if (!File.Exists(names) && (File.Exists(labels) || File.Exists(splits) || Directory.Exists(images)))
            throw new DatasetException(
                folder, $"holds a data set without {LabelFile.Name}, so not a generated one", "choose another folder");

        Directory.CreateDirectory(images);
        LabelFile.Write(names, [.. SpeciesNames.Skip(options.FirstSpecies).Take(options.Classes)]);
        File.Delete(labels);
        File.Delete(splits);

        var done = 0;
        void PaintAndSave(int image)
        {
            var picture = Paint(options.FirstSpecies + image / options.PerClass, image % options.PerClass, options.Size, options.Seed);
            WholeFile.WriteAllBytes(Path.Combine(images, Flowers102.ImageName(image + 1)), JpegEncoder.Encode(picture, options.Quality));
            progress?.Report(Interlocked.Increment(ref done));
        }

        InParallel.For(options.Classes * options.PerClass, options.Threads, PaintAndSave, cancellationToken);

        MatFile.Write(labels, [new(Flowers102.LabelsKey, MatMatrix.Row(MatClass.UInt8, Labels(options)))]);
        MatFile.Write(splits, Splits(options));
    }

    private static IEnumerable<int> Labels(SyntheticFlowersOptions options)
        => Enumerable.Range(0, options.Classes * options.PerClass).Select(image => (image / options.PerClass) + 1);

    /// <summary>The 1-based image numbers of each split: every species divided alike, drawn by the seed.</summary>
    private static IEnumerable<KeyValuePair<string, MatMatrix>> Splits(SyntheticFlowersOptions options)
    {
        var (train, validation, _) = options.Shares.Apportion(options.PerClass);
        Dictionary<Split, List<int>> splits = Enum.GetValues<Split>().ToDictionary(split => split, _ => new List<int>());
        for (var species = 0; species < options.Classes; species++)
        {
            var ids = Enumerable.Range((species * options.PerClass) + 1, options.PerClass).ToArray();
            new SeededRandom(options.Seed, (ulong)species).Shuffle(ids.AsSpan());
            splits[Split.Train].AddRange(ids[..train].Order());
            splits[Split.Validation].AddRange(ids[train..(train + validation)].Order());
            splits[Split.Test].AddRange(ids[(train + validation)..].Order());
        }

        return splits.Select(split => KeyValuePair.Create(Flowers102.KeyOf(split.Key), MatMatrix.Row(MatClass.UInt32, split.Value)));
    }
}

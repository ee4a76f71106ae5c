using MobileNets.Imaging;

namespace MobileNets.Training.Data.Tests;

public sealed class SyntheticFlowersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SpeciesNames_AreSomeMoreThanFlowers102Has()
    {
        SyntheticFlowers.SpeciesNames.Should().HaveCount(108).And.OnlyHaveUniqueItems();
        new SyntheticFlowersOptions().Classes.Should().Be(102);
    }

    [Fact]
    public void Paint_EverySpecies_GivesAPictureOfItsOwn()
    {
        var pictures = Enumerable.Range(0, 108).Select(species => Pixels(species, 0, size: 32));

        pictures.Select(Convert.ToHexString).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Paint_SameArguments_GivesTheSamePicture()
        => Pixels(3, 5, size: 48, seed: 7).Should().Equal(Pixels(3, 5, size: 48, seed: 7));

    [Theory]
    [InlineData(4, 5, 7)]
    [InlineData(3, 6, 7)]
    [InlineData(3, 5, 8)]
    public void Paint_OtherSpeciesIndexOrSeed_GivesAnotherPicture(int species, int index, ulong seed)
        => Pixels(species, index, size: 48, seed).Should().NotEqual(Pixels(3, 5, size: 48, seed: 7));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void Paint_LargerSize_ShowsTheSameFlower(int species)
    {
        var difference = MeanDifference(Pixels(species, 1, size: 64), HalveSides(Pixels(species, 1, size: 128), 128));
        var other = MeanDifference(Pixels(species, 1, size: 64), HalveSides(Pixels(species, 2, size: 128), 128));

        difference.Should().BeLessThan(10).And.BeLessThan(other / 2);
    }

    [Fact]
    public void Write_ThenOpen_GivesTheSplitsAndTheSpeciesNames()
    {
        Write(classes: 3, perClass: 10);

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.ClassNames.Should().Equal(SyntheticFlowers.SpeciesNames.Take(3));
        dataset.Samples(Split.Train).CountBy(s => s.Label).Select(c => c.Value).Should().Equal(6, 6, 6);
        dataset.Samples(Split.Validation).CountBy(s => s.Label).Select(c => c.Value).Should().Equal(2, 2, 2);
        dataset.Samples(Split.Test).CountBy(s => s.Label).Select(c => c.Value).Should().Equal(2, 2, 2);
        Enum.GetValues<Split>().SelectMany(dataset.Samples).Select(s => s.Path).Should().OnlyHaveUniqueItems().And.HaveCount(30);
    }

    [Fact]
    public void Write_FirstSpecies_GivesThatSpeciesUnderTheFirstLabel()
    {
        SyntheticFlowers.Write(_folder.Path, new SyntheticFlowersOptions { FirstSpecies = 106, Classes = 2, PerClass = 1, Size = 32, Quality = 100 });

        var dataset = ImageDataset.Open(_folder.Path);
        dataset.ClassNames.Should().Equal(SyntheticFlowers.SpeciesNames.Skip(106));
        var first = ImageDecoder.Default.DecodeFile(dataset.Samples(Split.Train).Single(sample => sample.Label == 0).Path);
        MeanDifference(first.Pixels.ToArray(), Pixels(106, 0, size: 32)).Should().BeLessThan(10);
    }

    [Fact]
    public void Write_MoreSpeciesThanFollowTheFirst_IsRefused()
    {
        var act = () => SyntheticFlowers.Write(_folder.Path, new SyntheticFlowersOptions { FirstSpecies = 104, Classes = 5 });

        act.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("FirstSpecies");
    }

    [Fact]
    public void Write_AnyNumberOfThreads_GivesTheSameBytes()
    {
        Write(classes: 2, perClass: 4, threads: 1);
        var alone = ReadAll();

        Write(classes: 2, perClass: 4, threads: 4);

        ReadAll().Should().Equal(alone);
    }

    [Fact]
    public void Write_Cancelled_LeavesNoPartialFileAndNoDataSet()
    {
        using var cancellation = new CancellationTokenSource();
        var stopAtThird = new ImmediateProgress(done =>
        {
            if (done == 3)
                cancellation.Cancel();
        });

        var act = () => Write(classes: 2, perClass: 50, threads: 2, stopAtThird, cancellation.Token);

        act.Should().Throw<OperationCanceledException>();
        Directory.GetFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories).Should().BeEmpty();
        FluentActions.Invoking(() => ImageDataset.Open(_folder.Path)).Should().Throw<DatasetException>().WithMessage("*imagelabels.mat: missing*");
    }

    [Fact]
    public void Write_AfterAnInterruption_CompletesTheFolder()
    {
        Write(classes: 2, perClass: 4);
        File.Delete(Path.Combine(_folder.Path, "imagelabels.mat"));

        Write(classes: 2, perClass: 4);

        ImageDataset.Open(_folder.Path).Samples(Split.Train).Should().NotBeEmpty();
    }

    [Fact]
    public void Write_FolderOfRealFlowers_IsRefused()
    {
        var picture = _folder.Write("jpg/image_00001.jpg", 1, 2, 3);

        var act = () => Write(classes: 2, perClass: 4);

        act.Should().Throw<DatasetException>().WithMessage("*not a generated one; choose another folder");
        File.ReadAllBytes(picture).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Write_MoreClassesThanSpecies_NamesTheOption()
        => FluentActions.Invoking(() => Write(classes: 103, perClass: 4)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Classes");

    [Fact]
    public void Write_EveryPicture_IsReported()
    {
        var reports = new List<int>();

        Write(classes: 2, perClass: 3, threads: 1, new ImmediateProgress(reports.Add));

        reports.Should().Equal(1, 2, 3, 4, 5, 6);
    }

    private void Write(int classes, int perClass, int threads = 2, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
        => SyntheticFlowers.Write(
            _folder.Path,
            new SyntheticFlowersOptions { Classes = classes, PerClass = perClass, Size = 32, Threads = threads },
            progress,
            cancellationToken);

    private IEnumerable<string> ReadAll()
        => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order().Select(path => Convert.ToHexString(File.ReadAllBytes(path)))];

    private static byte[] Pixels(int species, int index, int size, ulong seed = 0)
        => SyntheticFlowers.Paint(species, index, size, seed).Pixels.ToArray();

    private static byte[] HalveSides(byte[] pixels, int size)
    {
        var half = new byte[pixels.Length / 4];
        for (var i = 0; i < half.Length; i++)
        {
            var (pixel, channel) = (i / 3, i % 3);
            var corner = ((((pixel / (size / 2)) * 2 * size) + (pixel % (size / 2) * 2)) * 3) + channel;
            half[i] = (byte)((pixels[corner] + pixels[corner + 3] + pixels[corner + (3 * size)] + pixels[corner + (3 * size) + 3]) / 4);
        }

        return half;
    }

    private static double MeanDifference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    /// <summary>Unlike <see cref="Progress{T}"/>, reports on the calling thread.</summary>
    private sealed class ImmediateProgress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}

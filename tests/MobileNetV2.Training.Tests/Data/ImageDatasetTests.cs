namespace MobileNets.Training.Data.Tests;

public sealed class ImageDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_LabelWithoutAName_NamesThePicture() =>
        FluentActions.Invoking(() => new ImageDataset("d", ["a"], [new("x.jpg", 0)], [new("y.jpg", 1)], []))
            .Should().Throw<ArgumentException>().WithMessage("y.jpg has label 1, but there are 1 class names.*");

    [Fact]
    public void New_NegativeLabel_IsRefused() =>
        FluentActions.Invoking(() => new ImageSample("x.jpg", -1)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void SwapTrainAndTest_ExchangesThemAndSaysSo()
    {
        var dataset = Sut();

        var swapped = dataset.SwapTrainAndTest();

        swapped.Samples(Split.Train).Should().Equal(dataset.Samples(Split.Test));
        swapped.Samples(Split.Test).Should().Equal(dataset.Samples(Split.Train));
        swapped.Samples(Split.Validation).Should().Equal(dataset.Samples(Split.Validation));
        swapped.SplitRule.Should().Be("given, training and test swapped");
        swapped.ClassNames.Should().Equal(dataset.ClassNames);
        swapped.Fingerprint.Should().NotBe(dataset.Fingerprint);
    }

    [Fact]
    public void SwapTrainAndTest_NoTestPictures_Throws() =>
        new ImageDataset("d", ["a"], [new("x.jpg", 0)], [], []).Invoking(dataset => dataset.SwapTrainAndTest())
            .Should().Throw<DatasetException>().WithMessage("d: there are no test pictures to train on*");

    [Fact]
    public void Fingerprint_SameData_IsTheSameInAnyFolder()
    {
        using var elsewhere = new TemporaryFolder();

        Sut().Fingerprint.Should().Be(Sut().Fingerprint).And.Be(Sut(folder: elsewhere).Fingerprint).And.MatchRegex("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Fingerprint_AnyDifference_ShowsInIt()
    {
        var fingerprints = new List<string>
        {
            Sut().Fingerprint,
            Sut(classNames: ["rose", "lily"]).Fingerprint,
            Sut(trainLabel: 0).Fingerprint,
            Sut(name: "d.jpg").Fingerprint,
            Sut(bytes: 11).Fingerprint,
            new ImageDataset(_folder.Path, ["rose", "tulip"], [], Sut().Samples(Split.Validation), [.. Sut().Samples(Split.Train), .. Sut().Samples(Split.Test)]).Fingerprint,
        };
        var gone = Sut();
        File.Delete(gone.Samples(Split.Train)[0].Path);
        fingerprints.Add(gone.Fingerprint);

        fingerprints.Should().OnlyHaveUniqueItems();
    }

    private ImageDataset Sut(TemporaryFolder? folder = null, string[]? classNames = null, int trainLabel = 1, string name = "a.jpg", int bytes = 10)
    {
        folder ??= _folder;
        return new ImageDataset(
            folder.Path,
            classNames ?? ["rose", "tulip"],
            [new(folder.Write(Path.Combine("x", name), new byte[bytes]), trainLabel)],
            [new(folder.Write("b.jpg", new byte[20]), 0)],
            [new(folder.Write("c.jpg", new byte[30]), 1)]);
    }
}

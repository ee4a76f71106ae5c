namespace MobileNets.Training.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FolderPerClass_SortsOrdinallyAndIgnoresOtherFiles()
    {
        _folder.Write("rose/1.jpg");
        _folder.Write("Zinnia/1.PNG");
        _folder.Write("aster/1.jpeg");
        _folder.Write("aster/notes.txt");
        _folder.Write(".cache/1.jpg");

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.ClassNames.Should().Equal("Zinnia", "aster", "rose");
        dataset.Samples(Split.Train).Select(s => s.Label).Should().Equal(0, 1, 2);
    }

    [Fact]
    public void Open_Undivided_DividesEveryClass60To20To20WithoutOverlap()
    {
        WriteClass("a", 10);
        WriteClass("b", 25);

        var dataset = ImageDataset.Open(_folder.Path);

        CountByLabel(dataset, Split.Train).Should().Equal(6, 15);
        CountByLabel(dataset, Split.Validation).Should().Equal(2, 5);
        CountByLabel(dataset, Split.Test).Should().Equal(2, 5);
        Enum.GetValues<Split>().SelectMany(dataset.Samples).Should().OnlyHaveUniqueItems().And.HaveCount(35);
    }

    [Fact]
    public void Open_SameSeed_DividesAlike()
    {
        WriteClass("a", 40);

        ImageDataset.Open(_folder.Path, seed: 7).Samples(Split.Train)
            .Should().Equal(ImageDataset.Open(_folder.Path, seed: 7).Samples(Split.Train));
    }

    [Fact]
    public void Open_OtherSeed_DividesOtherwise()
    {
        WriteClass("a", 40);

        ImageDataset.Open(_folder.Path, seed: 7).Samples(Split.Train)
            .Should().NotEqual(ImageDataset.Open(_folder.Path, seed: 8).Samples(Split.Train));
    }

    [Fact]
    public void Open_TrainAndVal_UsesThemWholeAndHasNoTest()
    {
        WriteClass("train/a", 3);
        WriteClass("train/b", 4);
        WriteClass("val/b", 2);

        var dataset = ImageDataset.Open(_folder.Path);

        CountByLabel(dataset, Split.Train).Should().Equal(3, 4);
        dataset.Samples(Split.Validation).Select(s => s.Label).Should().Equal(1, 1);
        dataset.Samples(Split.Test).Should().BeEmpty();
    }

    [Fact]
    public void Open_TrainAndTest_HoldsOutAFifthOfTrain()
    {
        WriteClass("train/a", 10);
        WriteClass("test/a", 3);

        var dataset = ImageDataset.Open(_folder.Path);

        CountByLabel(dataset, Split.Train).Should().Equal(8);
        CountByLabel(dataset, Split.Validation).Should().Equal(2);
        CountByLabel(dataset, Split.Test).Should().Equal(3);
    }

    [Fact]
    public void Open_ClassCalledTrain_IsAClass()
    {
        WriteClass("train", 1);
        WriteClass("bus", 1);

        ImageDataset.Open(_folder.Path).ClassNames.Should().Equal("bus", "train");
    }

    [Fact]
    public void Open_ClassOnlyInVal_Throws()
    {
        WriteClass("train/a", 1);
        WriteClass("val/b", 1);

        Opening().Should().Throw<DatasetException>().WithMessage("*no class of this name in train/*");
    }

    [Fact]
    public void Open_ClassWithoutPictures_NamesTheFolder()
    {
        WriteClass("a", 1);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "b"));

        Opening().Should().Throw<DatasetException>().Which.FilePath.Should().Be(Path.Combine(_folder.Path, "b"));
    }

    [Fact]
    public void Open_NeitherLayout_SaysWhatWasLookedFor()
        => Opening().Should().Throw<DatasetException>().WithMessage("*imagelabels.mat, setid.mat and jpg/*a folder per class with .jpg, .jpeg, .png*");

    [Fact]
    public void Open_NoSuchFolder_Throws()
        => FluentActions.Invoking(() => ImageDataset.Open(Path.Combine(_folder.Path, "absent")))
            .Should().Throw<DatasetException>().WithMessage("*absent: no such folder*");

    private Action Opening() => () => ImageDataset.Open(_folder.Path);

    private void WriteClass(string name, int pictures)
    {
        for (var i = 0; i < pictures; i++)
            _folder.Write($"{name}/{i:D3}.jpg");
    }

    private static IEnumerable<int> CountByLabel(ImageDataset dataset, Split split)
        => dataset.Samples(split).GroupBy(s => s.Label).OrderBy(g => g.Key).Select(g => g.Count());
}

namespace MobileNets.Training.Data.Tests;

public sealed class Flowers102Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CategoryNames_AreOxfords102InTheirOrder()
    {
        Flowers102.CategoryNames.Should().HaveCount(102).And.OnlyHaveUniqueItems();
        Flowers102.CategoryNames.Take(3).Should().Equal("pink primrose", "hard-leaved pocket orchid", "canterbury bells");
        Flowers102.CategoryNames[72].Should().Be("water lily");
        Flowers102.CategoryNames[101].Should().Be("blackberry lily");
    }

    [Fact]
    public void Open_FilesOfScipy_GivesEachSplitWithZeroBasedLabels()
    {
        WriteLayout();

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.ClassNames.Should().Equal(Flowers102.CategoryNames);
        dataset.Samples(Split.Train).Should().Equal(Sample(6, 101), Sample(1, 0));
        dataset.Samples(Split.Validation).Should().Equal(Sample(3, 1));
        dataset.Samples(Split.Test).Should().Equal(Sample(2, 0), Sample(5, 2), Sample(4, 2));
    }

    [Fact]
    public void Open_ThenSwapped_TrainsOnTheTestPicturesAndSaysSo()
    {
        WriteLayout();

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.SplitRule.Should().Be("setid.mat");
        dataset.SwapTrainAndTest().Samples(Split.Train).Should().Equal(Sample(2, 0), Sample(5, 2), Sample(4, 2));
        dataset.SwapTrainAndTest().SplitRule.Should().Be("setid.mat, training and test swapped");
    }

    [Fact]
    public void Open_LabelsFileBesideThem_NamesTheClasses()
    {
        WriteLayout();
        LabelFile.Write(Path.Combine(_folder.Path, "labels.txt"), [.. Enumerable.Range(1, 102).Select(i => $"species {i}")]);

        ImageDataset.Open(_folder.Path).ClassNames[101].Should().Be("species 102");
    }

    [Fact]
    public void Open_FewerNamesThanClasses_Throws()
    {
        WriteLayout();
        LabelFile.Write(Path.Combine(_folder.Path, "labels.txt"), ["rose"]);

        Opening().Should().Throw<DatasetException>().WithMessage("*labels.txt: 1 class names, but imagelabels.mat has class 102*");
    }

    [Fact]
    public void Open_MissingPicture_NamesItAndItsSplit()
    {
        WriteLayout();
        File.Delete(Path.Combine(_folder.Path, "jpg", "image_00003.jpg"));

        Opening().Should().Throw<DatasetException>().WithMessage("*image_00003.jpg: missing, though 'valid' of setid.mat lists it*");
    }

    [Fact]
    public void Open_SplitsMissing_NamesTheFile()
    {
        WriteLayout();
        File.Delete(Path.Combine(_folder.Path, "setid.mat"));

        Opening().Should().Throw<DatasetException>().WithMessage("*setid.mat: missing*");
    }

    [Fact]
    public void Open_PicturesAlone_AreNotTakenForAFolderPerClass()
    {
        _folder.Write("jpg/image_00007.jpg");

        Opening().Should().Throw<DatasetException>().WithMessage("*imagelabels.mat: missing*");
    }

    [Fact]
    public void Open_ImageBeyondTheLabels_Throws()
    {
        WriteLayout();
        MatFile.Write(Path.Combine(_folder.Path, "setid.mat"), [new("trnid", MatMatrix.Row(MatClass.UInt16, [7]))]);

        Opening().Should().Throw<DatasetException>().WithMessage("*key 'trnid' names image 7, but imagelabels.mat has 6 labels*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Open_LabelThatIsNoClassNumber_Throws(double label)
    {
        WriteLayout();
        MatFile.Write(Path.Combine(_folder.Path, "imagelabels.mat"), [new("labels", new MatMatrix(MatClass.Double, [1, 1], [label]))]);

        Opening().Should().Throw<DatasetException>().WithMessage("*key 'labels' holds*at 0, expected whole numbers from 1*");
    }

    [Fact]
    public void Open_RootAsTorchvisionKeepsIt_FindsTheFolderBelow()
    {
        WriteLayout("flowers-102/");

        ImageDataset.Open(_folder.Path).Folder.Should().Be(Path.Combine(_folder.Path, "flowers-102"));
    }

    private Action Opening() => () => ImageDataset.Open(_folder.Path);

    private ImageSample Sample(int id, int label) => new(Path.Combine(_folder.Path, "jpg", $"image_{id:D5}.jpg"), label);

    private void WriteLayout(string below = "")
    {
        foreach (var name in new[] { "imagelabels.mat", "setid.mat" })
            _folder.Write(below + name, File.ReadAllBytes(ReferenceFiles.PathOf(name)));
        for (var id = 1; id <= 6; id++)
            _folder.Write($"{below}jpg/image_{id:D5}.jpg");
    }
}

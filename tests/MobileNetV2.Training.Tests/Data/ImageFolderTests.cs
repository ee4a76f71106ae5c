namespace MobileNets.Training.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FolderPerClass_SortsOrdinallyAndIgnoresOtherFiles()
    {
        _folder.Write("rose/1.jpg", TestPicture.Jpeg);
        _folder.Write("Zinnia/1.PNG", TestPicture.Jpeg);
        _folder.Write("aster/1.jpeg", TestPicture.Jpeg);
        _folder.Write("aster/notes.txt");
        _folder.Write(".cache/1.jpg", TestPicture.Jpeg);

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

    [Theory]
    [InlineData("valid")]
    [InlineData("validation")]
    public void Open_ValidationFolderOfAnotherUsualName_IsUsed(string name)
    {
        WriteClass("train/a", 10);
        WriteClass($"{name}/a", 3);

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.Samples(Split.Train).Should().HaveCount(10);
        dataset.Samples(Split.Validation).Should().HaveCount(3);
    }

    [Fact]
    public void Open_UnreadableFiles_AreLeftOutAndReported()
    {
        WriteClass("train/a", 3);
        WriteClass("val/a", 1);
        WriteClass("test/a", 1);
        string[] bad =
        [
            _folder.Write("train/a/empty.jpg"),
            _folder.Write("train/a/text.png", "not a picture"u8.ToArray()),
            _folder.Write("val/a/cut.jpg", TestPicture.Jpeg[..20]),
            _folder.Write("test/a/text.jpeg", new byte[100_000]),
        ];

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.Skipped.Select(skipped => skipped.Path).Should().Equal(bad);
        dataset.Skipped.Should().OnlyContain(skipped => skipped.Reason.StartsWith(skipped.Path + ": "));
        CountByLabel(dataset, Split.Train).Should().Equal(3);
        CountByLabel(dataset, Split.Validation).Should().Equal(1);
        CountByLabel(dataset, Split.Test).Should().Equal(1);
    }

    [Fact]
    public void Open_LongHeader_IsReadToItsEnd()
    {
        var comment = new byte[] { 0xFF, 0xFE, 0xFF, 0xFF }.Concat(new byte[0xFFFF - 2]); // the longest that JPEG has, 64 KiB
        _folder.Write("a/1.jpg", [.. TestPicture.Jpeg[..2], .. comment, .. TestPicture.Jpeg[2..]]);

        ImageDataset.Open(_folder.Path).Skipped.Should().BeEmpty();
    }

    [Fact]
    public void Open_FileWithoutPermission_IsLeftOutAndReported()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;
        WriteClass("a", 2);
        File.SetUnixFileMode(Path.Combine(_folder.Path, "a", "000.jpg"), UnixFileMode.None);

        ImageDataset.Open(_folder.Path).Skipped.Should().ContainSingle().Which.Reason.Should().Contain("000.jpg");
    }

    [Fact]
    public void Open_NoReadablePictureInAClass_NamesItAndAReason()
    {
        WriteClass("a", 1);
        _folder.Write("b/bad.jpg");

        Opening().Should().Throw<DatasetException>().WithMessage("*b: no readable pictures (*bad.jpg: the file is empty*; add pictures or remove the folder")
            .Which.FilePath.Should().Be(Path.Combine(_folder.Path, "b"));
    }

    [Fact]
    public void Open_ClassesThatDifferInCaseOnly_Throws()
    {
        WriteClass("rose", 1);
        WriteClass("Rose", 1);
        if (Directory.GetDirectories(_folder.Path).Length == 1)
            return; // a file system for which they are one

        Opening().Should().Throw<DatasetException>().WithMessage("*the classes Rose and rose differ in case only*");
    }

    [Fact]
    public void Open_HiddenFilesAndFoldersBelowAClass_AreIgnored()
    {
        WriteClass("a", 1);
        _folder.Write("a/._000.jpg", 1);
        _folder.Write("a/deeper/1.jpg", TestPicture.Jpeg);

        var dataset = ImageDataset.Open(_folder.Path);

        dataset.Skipped.Should().BeEmpty();
        dataset.Samples(Split.Train).Should().HaveCount(1);
    }

    [Fact]
    public void Open_AnyDivision_SaysItsRule()
    {
        WriteClass("a", 5);
        ImageDataset.Open(_folder.Path, seed: 7).SplitRule.Should().Be("60,20,20 of every class, seed 7");

        WriteClass("train/a", 5);
        ImageDataset.Open(_folder.Path).SplitRule.Should().Be("80,20,0 of every class, seed 0");

        WriteClass("val/a", 5);
        ImageDataset.Open(_folder.Path).SplitRule.Should().Be("folders");
    }

    private Action Opening() => () => ImageDataset.Open(_folder.Path);

    private void WriteClass(string name, int pictures)
    {
        for (var i = 0; i < pictures; i++)
            _folder.Write($"{name}/{i:D3}.jpg", TestPicture.Jpeg);
    }

    private static IEnumerable<int> CountByLabel(ImageDataset dataset, Split split)
        => dataset.Samples(split).GroupBy(s => s.Label).OrderBy(g => g.Key).Select(g => g.Count());
}

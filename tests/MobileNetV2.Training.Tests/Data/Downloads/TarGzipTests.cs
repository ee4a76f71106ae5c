using System.Formats.Tar;

namespace MobileNets.Training.Data.Tests;

public sealed class TarGzipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Target => Path.Combine(_folder.Path, "target");

    [Fact]
    public void ExtractTo_FilesAndFolders_GivesThem()
    {
        Extract(TarBytes.Archive(
            TarBytes.Folder("./"), TarBytes.Folder("jpg/"), TarBytes.File("jpg/image_00001.jpg", 1, 2, 3), TarBytes.File("./jpg/deeper/empty"), TarBytes.Folder("none/")));

        File.ReadAllBytes(Path.Combine(Target, "jpg", "image_00001.jpg")).Should().Equal(1, 2, 3);
        File.ReadAllBytes(Path.Combine(Target, "jpg", "deeper", "empty")).Should().BeEmpty();
        Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Should().BeEquivalentTo("jpg", "none");
    }

    [Fact]
    public void ExtractTo_EveryTarFormat_IsRead()
    {
        static MemoryStream Content() => new([7]);
        Extract(TarBytes.Archive(
            new V7TarEntry(TarEntryType.V7RegularFile, "v7") { DataStream = Content() },
            new UstarTarEntry(TarEntryType.RegularFile, "ustar") { DataStream = Content() },
            new GnuTarEntry(TarEntryType.RegularFile, new string('g', 150)) { DataStream = Content() },
            new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "roses" }),
            new PaxTarEntry(TarEntryType.RegularFile, new string('p', 150)) { DataStream = Content() }));

        Directory.GetFiles(Target).Should().HaveCount(4).And.OnlyContain(file => File.ReadAllBytes(file).Length == 1);
    }

    [Fact]
    public void ExtractTo_Permissions_AreNotTakenOver()
    {
        if (OperatingSystem.IsWindows())
            return;
        var entry = TarBytes.File("a", 1);
        entry.Mode = UnixFileMode.SetUser | UnixFileMode.UserExecute | UnixFileMode.OtherWrite;

        Extract(TarBytes.Archive(entry));

        (File.GetUnixFileMode(Path.Combine(Target, "a")) & (UnixFileMode.SetUser | UnixFileMode.UserExecute | UnixFileMode.OtherWrite)).Should().Be(UnixFileMode.None);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("jpg/../../evil")]
    [InlineData("jpg/..")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("./../evil")]
    [InlineData("/evil")]
    [InlineData("//server/share/evil")]
    [InlineData("./")]
    [InlineData("jpg//evil")]
    [InlineData("jpg/./evil")]
    [InlineData(@"..\evil")]
    [InlineData(@"jpg\..\..\evil")]
    [InlineData(@"C:\evil")]
    [InlineData("C:evil")]
    [InlineData("evil:stream")]
    [InlineData("evil.")]
    [InlineData("evil\e[2Jforged")]
    [InlineData("~/evil name")]
    public void ExtractTo_FileOutsideOrOddlyNamed_IsRefused(string name)
    {
        Refuses(TarBytes.Archive(TarBytes.File(name, 1)), "*'*', expected names of letters, digits*do not use this archive");
    }

    [Theory]
    [InlineData("../evil/")]
    [InlineData("/evil/")]
    [InlineData("jpg/../../evil")]
    public void ExtractTo_FolderOutside_IsRefused(string name) => Refuses(TarBytes.Archive(TarBytes.Folder(name)), "*expected names of letters*");

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void ExtractTo_Link_IsRefusedBeforeAnythingFollowsIt(TarEntryType type)
    {
        var outside = _folder.Write("outside.txt", 1);
        var link = new PaxTarEntry(type, "jpg") { LinkName = type == TarEntryType.HardLink ? outside : _folder.Path };

        Refuses(TarBytes.Archive(link, TarBytes.File("jpg/outside.txt", 2), TarBytes.File("jpg", 2)), $"*'jpg' of type {type}, expected files and folders*");

        File.ReadAllBytes(outside).Should().Equal(1);
    }

    [Theory]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void ExtractTo_Device_IsRefused(TarEntryType type) =>
        Refuses(TarBytes.Archive(new PaxTarEntry(type, "device")), $"*'device' of type {type}*");

    [Fact]
    public void ExtractTo_SameNameTwice_IsRefused() =>
        Refuses(TarBytes.Archive(TarBytes.File("a", 1), TarBytes.File("./a", 2)), "*holds './a' twice*");

    [Fact]
    public void ExtractTo_FileAboveAnother_Fails()
    {
        FluentActions.Invoking(() => Extract(TarBytes.Archive(TarBytes.File("a", 1), TarBytes.File("a/b", 2)))).Should().Throw<IOException>();
    }

    [Fact]
    public void ExtractTo_MoreEntriesThanTheBound_IsRefused() =>
        Refuses(TarBytes.Archive([.. Enumerable.Range(0, 11).Select(i => TarBytes.File($"{i}"))]), "*holds more than 10 entries*");

    [Fact]
    public void ExtractTo_BombInAFile_StopsAtTheBound()
    {
        Refuses(TarBytes.Archive(TarBytes.File("a", new byte[1 << 20])), "*unpacks to more than 100000 bytes*");

        new FileInfo(Path.Combine(Target, "a")).Length.Should().BeLessThan(100_000);
    }

    [Fact]
    public void ExtractTo_BombInTheHeaders_StopsAtTheBound() =>
        Refuses(TarBytes.Archive(new PaxTarEntry(TarEntryType.RegularFile, "a", new Dictionary<string, string> { ["comment"] = new('x', 1 << 20) })), "*unpacks to more than 100000 bytes*");

    [Fact]
    public void ExtractTo_NoGzip_SaysDamaged() => Refuses("not an archive"u8.ToArray(), "*a.tgz: a damaged archive (*delete it and download it again");

    [Fact]
    public void ExtractTo_CutAnywhere_GivesWholeFilesOrTheTypedException()
    {
        var tar = TarBytes.Tar(TarBytes.File("first", 1, 2, 3), TarBytes.File("second", 4));
        for (var length = 0; length < tar.Length; length += 100)
            ExtractsOrThrowsTyped(TarBytes.Gzip(tar[..length]));
    }

    [Fact]
    public void ExtractTo_AnyHeaderByteFlipped_StaysInsideAndThrowsTyped()
    {
        var tar = TarBytes.Tar(new UstarTarEntry(TarEntryType.RegularFile, "jpg/first") { DataStream = new MemoryStream([1, 2, 3]) });
        for (var i = 0; i < 512; i++)
        {
            var damaged = tar.ToArray();
            damaged[i] ^= 0x15;
            ExtractsOrThrowsTyped(TarBytes.Gzip(damaged));
        }
    }

    [Fact]
    public void ExtractTo_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        FluentActions.Invoking(() => Extract(TarBytes.Archive(TarBytes.File("a", 1)), cancelled.Token)).Should().Throw<OperationCanceledException>();
    }

    private void Refuses(byte[] archive, string message)
    {
        FluentActions.Invoking(() => Extract(archive)).Should().Throw<DatasetException>().WithMessage(message).Which.Message.Should().NotContainAny("\n", "\e");
        ShouldHaveStayedInside();
    }

    private void ExtractsOrThrowsTyped(byte[] archive)
    {
        try
        {
            Extract(archive);
        }
        catch (DatasetException)
        {
        }
        ShouldHaveStayedInside();
        Directory.Delete(Target, recursive: true);
    }

    private void Extract(byte[] archive, CancellationToken cancellationToken = default)
    {
        var path = _folder.Write("a.tgz", archive);
        Directory.CreateDirectory(Target);
        new TarGzip(path, maximumEntries: 10, maximumBytes: 100_000).ExtractTo(Target, progress: null, cancellationToken);
    }

    private void ShouldHaveStayedInside()
    {
        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Should().BeSubsetOf(["a.tgz", "outside.txt", "target"]);
        foreach (var entry in new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            entry.LinkTarget.Should().BeNull();
    }
}

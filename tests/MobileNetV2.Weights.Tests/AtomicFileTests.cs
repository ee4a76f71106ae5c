namespace MobileNets.Weights.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void Write_FailingHalfWay_LeavesTheOldFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.bin");
        File.WriteAllText(path, "old");

        FluentActions.Invoking(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1 << 20]);
            throw new IOException("disk full");
        })).Should().Throw<IOException>().WithMessage("disk full");

        File.ReadAllText(path).Should().Be("old");
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }

    [Fact]
    public void Write_FailingWithoutAnOldFile_LeavesNothing()
    {
        using var folder = new TemporaryFolder();

        FluentActions.Invoking(() => AtomicFile.Write(folder.File("net.bin"), _ => throw new InvalidOperationException()))
            .Should().Throw<InvalidOperationException>();

        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Write_WhileWriting_TheOldContentIsStillThere()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.bin");
        File.WriteAllText(path, "old");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            File.ReadAllText(path).Should().Be("old");
        });

        File.ReadAllText(path).Should().Be("new");
    }

    [Fact]
    public void Write_OverAFolder_LeavesNoTemporaryFile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("net.bin"));

        FluentActions.Invoking(() => AtomicFile.Write(folder.File("net.bin"), stream => stream.WriteByte(1))).Should().Throw<Exception>();

        Directory.GetFiles(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Write_MissingFolder_NamesThePath()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "no", "net.bin");

        FluentActions.Invoking(() => AtomicFile.Write(path, _ => { })).Should().Throw<DirectoryNotFoundException>().WithMessage($"{path}*");
    }
}

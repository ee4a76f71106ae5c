using System.Text;

namespace MobileNets.Weights.Tests;

public sealed class SafetensorsMapTests
{
    private static readonly StateDict Weights = new(
        [
            NamedTensor.FromSingles("b", [2, 2], [1, -0f, float.NaN, 4]),
            new NamedTensor("odd", TensorElementType.Int8, [3], new byte[] { 1, 2, 3 }),
            NamedTensor.FromInt64s("n", [], [7]),
            NamedTensor.FromSingles("none", [0, 5], []),
        ],
        new Dictionary<string, string> { ["format"] = "pt" });

    private static string Saved(TemporaryFolder folder, StateDict weights)
    {
        var path = folder.File("net.safetensors");
        SafetensorsFile.Write(path, weights);
        return path;
    }

    [Fact]
    public void Map_File_EqualsRead()
    {
        using var folder = new TemporaryFolder();
        var path = Saved(folder, Weights);
        var read = SafetensorsFile.Read(path);

        using var mapped = SafetensorsFile.Map(path);

        mapped.Tensors.Metadata.Should().Equal(read.Metadata);
        mapped.Tensors.Select(tensor => tensor.Name).Should().Equal("b", "odd", "n", "none");
        foreach (var (actual, expected) in mapped.Tensors.Zip(read))
        {
            actual.ElementType.Should().Be(expected.ElementType);
            actual.Shape.Should().Equal(expected.Shape);
            actual.Data.ToArray().Should().Equal(expected.Data.ToArray());
        }
    }

    [Fact]
    public void Map_HeaderOfOddLength_ReadsUnalignedTensors()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.safetensors");
        var header = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        File.WriteAllBytes(path, SafetensorsBytes.Of(header.PadRight(header.Length | 1), 0x00, 0x00, 0xC0, 0x3F));

        using var mapped = SafetensorsFile.Map(path);

        mapped.Tensors["a"].ReadSingles().Should().Equal(1.5f);
    }

    [Fact]
    public void Map_NoTensors_IsAnEmptyStateDict()
    {
        using var folder = new TemporaryFolder();

        using var mapped = SafetensorsFile.Map(Saved(folder, new StateDict([])));

        mapped.Tensors.Should().BeEmpty();
    }

    [Fact]
    public void Dispose_ThenFetchingBytes_Throws()
    {
        using var folder = new TemporaryFolder();
        var mapped = SafetensorsFile.Map(Saved(folder, Weights));
        var tensor = mapped.Tensors["b"];

        mapped.Dispose();
        mapped.Dispose();

        tensor.Shape.Should().Equal(2, 2);
        foreach (var fetch in new Action[]
        {
            () => tensor.Data.ToArray(), () => _ = tensor.Data.Span.Length, () => tensor.ReadSingles(), () => tensor.Data[1..].Pin().Dispose(),
        })
            fetch.Should().Throw<ObjectDisposedException>().WithMessage("*MappedWeights*");
    }

    [Fact]
    public unsafe void Dispose_WhileMemoryIsPinned_KeepsItsContent()
    {
        using var folder = new TemporaryFolder();
        var path = Saved(folder, Weights);
        var mapped = SafetensorsFile.Map(path);
        using (var pin = mapped.Tensors["odd"].Data[1..].Pin())
        {
            mapped.Dispose();

            new ReadOnlySpan<byte>(pin.Pointer, 2).ToArray().Should().Equal(2, 3);
        }
        IsMapped(path).Should().BeFalse();
    }

    [Fact]
    public void Map_ThenFileReplaced_KeepsTheOldContent()
    {
        // Windows refuses to replace a mapped file.
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        var path = Saved(folder, Weights);
        using var mapped = SafetensorsFile.Map(path);

        SafetensorsFile.Write(path, new StateDict([NamedTensor.FromInt64s("n", [], [8])]));

        mapped.Tensors["n"].ReadInt64s().Should().Equal(7);
        SafetensorsFile.Read(path)["n"].ReadInt64s().Should().Equal(8);
    }

    [Fact]
    public void Map_File_HoldsNoHandleAndUnmapsOnDispose()
    {
        using var folder = new TemporaryFolder();
        var path = Saved(folder, Weights);

        using (SafetensorsFile.Map(path))
        {
            IsOpen(path).Should().BeFalse();
            IsMapped(path).Should().Be(OperatingSystem.IsLinux());
        }

        IsMapped(path).Should().BeFalse();
        File.Delete(path);
    }

    [Theory]
    [MemberData(nameof(SafetensorsMalformedTests.Files), MemberType = typeof(SafetensorsMalformedTests))]
    public void Map_MalformedFile_NamesThePlaceAndLetsGo(string fault, byte[] bytes, string location)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.safetensors");
        File.WriteAllBytes(path, bytes);

        FluentActions.Invoking(() => SafetensorsFile.Map(path)).Should().Throw<WeightsFormatException>(fault)
            .Which.Should().Match<WeightsFormatException>(refusal => refusal.Origin == path && refusal.Location == location);

        IsOpen(path).Should().BeFalse();
        IsMapped(path).Should().BeFalse();
    }

    [Fact]
    public void Map_FileOver2GB_ReadsItsEnd()
    {
        // The file is sparse: only its header and its last bytes take room. NTFS would write all of it.
        if (OperatingSystem.IsWindows())
            return;
        const long size = 1_500_000_000;
        using var folder = new TemporaryFolder();
        var path = folder.File("net.safetensors");
        var header = $$$"""{"a":{"dtype":"U8","shape":[{{{size}}}],"data_offsets":[0,{{{size}}}]},"b":{"dtype":"U8","shape":[{{{size}}}],"data_offsets":[{{{size}}},{{{2 * size}}}]}}""";
        using (var file = File.Create(path))
        {
            file.Write(SafetensorsBytes.Of(header));
            file.SetLength(8 + header.Length + 2 * size);
            file.Position = file.Length - 3;
            file.Write("end"u8);
        }

        using var mapped = SafetensorsFile.Map(path);

        mapped.Tensors["b"].Data[^4..].ToArray().Should().Equal([0, .. "end"u8]);
        mapped.Tensors["a"].Data[..2].ToArray().Should().Equal(0, 0);
    }

    [Fact]
    public void Map_HeaderOver100MB_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.safetensors");
        using (var file = File.Create(path))
        {
            file.Write(SafetensorsBytes.WithLength(100_000_001, Encoding.UTF8.GetBytes("{}")));
            file.SetLength(100_000_100);
        }

        FluentActions.Invoking(() => SafetensorsFile.Map(path)).Should().Throw<WeightsFormatException>().WithMessage("*at most 100000000 bytes*");
    }

    private static bool IsOpen(string path) => OperatingSystem.IsLinux() && Directory.EnumerateFiles("/proc/self/fd").Any(link => TargetOf(link) == path);

    private static bool IsMapped(string path) =>
        OperatingSystem.IsLinux() && File.ReadLines("/proc/self/maps").Any(line => line.EndsWith(path, StringComparison.Ordinal));

    private static string? TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        // Tests beside this one open and close files.
        catch (IOException)
        {
            return null;
        }
    }
}

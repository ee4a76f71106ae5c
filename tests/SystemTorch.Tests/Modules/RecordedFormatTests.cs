using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Modules;

/// <summary>Against files and listings that the real TorchSharp 0.107.0 wrote.</summary>
public sealed class RecordedFormatTests
{
    private static string Reference(string file) => Path.Combine(AppContext.BaseDirectory, "Reference", file);

    [Fact]
    public void StateDict_OfModule_HasTorchSharpsNamesTypesAndOrder()
    {
        var expected = File.ReadAllLines(Reference("torchsharp-golden.txt")).Skip(1).TakeWhile(line => !line.StartsWith('#'));

        using var net = new TestNet();
        var actual = net.state_dict().Select(entry => $"{entry.Key} {entry.Value.dtype} [{string.Join(",", entry.Value.shape)}]");

        actual.Should().Equal(expected);
    }

    [Fact]
    public void Save_FilledModule_WritesTheRecordedBytes()
    {
        using var net = new TestNet().Fill();
        using var stream = new MemoryStream();

        net.save(stream);

        stream.ToArray().Should().Equal(File.ReadAllBytes(Reference("torchsharp-net.dat")));
    }

    [Fact]
    public void Load_RecordedFile_RestoresEveryTensor()
    {
        using var expected = new TestNet().Fill();
        using var net = new TestNet();

        net.load(Reference("torchsharp-net.dat"));

        foreach (var (key, tensor) in net.state_dict())
            tensor.Equals(expected.state_dict()[key]).Should().BeTrue(key);
    }

    [Fact]
    public void Load_FileOfAnotherModule_Throws()
    {
        using var other = nn.Linear(3, 2);
        var load = () => other.load(Reference("torchsharp-net.dat"));

        load.Should().Throw<ArgumentException>().WithMessage("*2*8*");
    }
}

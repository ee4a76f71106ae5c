using MobileNets.Training.Data;
using MobileNets.Training.Data.Tests;

namespace MobileNets.Training.Tests;

/// <summary>Three kinds of generated flowers, 20 small pictures each, made once for a test class.</summary>
public sealed class FlowersFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FlowersFixture()
    {
        SyntheticFlowers.Write(_folder.Path, new SyntheticFlowersOptions { Classes = 3, PerClass = 20, Size = 48 });
        Data = ImageDataset.Open(_folder.Path);
    }

    public ImageDataset Data { get; }

    public void Dispose() => _folder.Dispose();
}

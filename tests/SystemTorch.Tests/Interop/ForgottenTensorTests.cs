using static TorchSharp.torch;

namespace SystemTorch.Tests.Interop;

/// <summary>TorchSharp itself lets them pile up.</summary>
[Collection("Alone")]
public sealed class ForgottenTensorTests
{
    [Fact]
    public void Step_ForgottenBigTensors_DoNotPileUp()
    {
        // 400 × 40 MB would not fit this machine: only memory pressure makes the collector look in time.
        for (var i = 0; i < 400; i++)
            ones(new long[] { 10_000_000 });

        Environment.WorkingSet.Should().BeLessThan(12L << 30);
    }
}

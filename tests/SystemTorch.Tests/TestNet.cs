using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SystemTorch.Tests;

/// <summary>The module that the real library's recorded outputs (Reference/torchsharp-golden.txt, torchsharp-net.dat) describe.</summary>
internal sealed class TestNet : Module<Tensor, Tensor>
{
    private readonly Sequential features = Sequential(Conv2d(3, 4, 3, 1, 0, 1, PaddingModes.Zeros, 1, false), BatchNorm2d(4), ReLU6());
    private readonly Sequential classifier = Sequential(Dropout(0.2), Linear(4, 2));

    public TestNet() : base("Net") => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var pooled = features.call(input).mean([2L, 3L]);
        return classifier.call(pooled);
    }

    /// <summary>Fills every float tensor with (i · 37 mod 101 − 50) / 64 in row-major order, as the recorded file has it.</summary>
    public TestNet Fill()
    {
        using var grad = no_grad();
        foreach (var tensor in state_dict().Values)
        {
            if (!tensor.is_floating_point())
            {
                tensor.fill_(7);
                continue;
            }
            using var data = tensor.data<float>();
            data.CopyFrom([.. Enumerable.Range(0, (int)data.Count).Select(i => (i * 37 % 101 - 50) / 64f)]);
        }
        return this;
    }
}

using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

/// <summary>Copies of what modules and tensors hold, to compare with later.</summary>
internal static class Snapshots
{
    /// <summary>A digest of every parameter and buffer: equal only where they are equal bit for bit.</summary>
    public static Dictionary<string, string> Of(nn.Module module) =>
        module.state_dict().ToDictionary(entry => entry.Key, entry => Convert.ToHexString(SHA256.HashData(entry.Value.bytes)));

    public static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();

    /// <summary>A module's result in evaluation mode, without a graph.</summary>
    public static float[] Evaluate(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        module.eval();
        using var gradients = no_grad();
        using var result = module.call(input);
        return Values(result);
    }
}

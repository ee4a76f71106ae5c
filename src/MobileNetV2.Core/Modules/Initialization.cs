using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>torchvision's initialisation of MobileNetV2.</summary>
internal static class Initialization
{
    private const double ClassifierDeviation = 0.01;

    public static void Apply(Module network)
    {
        // TorchSharp's initialisers return what they filled as an object of its own.
        using var scope = NewDisposeScope();
        foreach (var (_, module) in network.named_modules())
        {
            switch (module)
            {
                case Conv2d convolution:
                    init.kaiming_normal_(convolution.weight, 0, init.FanInOut.FanOut);
                    if (convolution.bias is { } bias)
                        init.zeros_(bias);
                    break;
                case BatchNorm2d norm:
                    init.ones_(norm.weight!);
                    init.zeros_(norm.bias!);
                    break;
                case Linear linear:
                    init.normal_(linear.weight, 0, ClassifierDeviation);
                    if (linear.bias is { } offset)
                        init.zeros_(offset);
                    break;
            }
        }
    }
}

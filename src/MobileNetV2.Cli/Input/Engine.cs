namespace MobileNets.Cli.Input;

/// <summary>What computes a network.</summary>
internal enum Engine
{
    /// <summary>libtorch, through the TorchSharp modules.</summary>
    Torch,

    /// <summary>The SIMD engine in plain .NET; torch is not even loaded.</summary>
    Managed,
}

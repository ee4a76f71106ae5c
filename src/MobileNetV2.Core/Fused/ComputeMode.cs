namespace MobileNets.Modules;

/// <summary>What a training step of <see cref="MobileNetV2"/> is computed with. Both give the same numbers up to rounding.</summary>
public enum ComputeMode
{
    /// <summary>Fused where it can be, torch's operators otherwise.</summary>
    Auto,

    /// <summary>Convolutions, batch norms, activations and the average pool as one operation on the CPU: several times as fast, in a fraction of the memory.</summary>
    Fused,

    /// <summary>Torch's operators, one by one.</summary>
    Torch,
}

namespace MobileNets.Architecture;

/// <summary>Element type of a state-dict entry.</summary>
public enum StateElementType
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>64-bit integer: <c>num_batches_tracked</c> only.</summary>
    Int64,
}

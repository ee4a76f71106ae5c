namespace MobileNets.Weights;

/// <summary>Element type of a stored tensor.</summary>
public enum TensorElementType
{
    /// <summary>64-bit IEEE floating point.</summary>
    Float64,

    /// <summary>32-bit IEEE floating point.</summary>
    Float32,

    /// <summary>16-bit IEEE floating point.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit IEEE floating point number.</summary>
    BFloat16,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>8-bit signed integer.</summary>
    Int8,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>Truth value, one byte each.</summary>
    Bool,
}

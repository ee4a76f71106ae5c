namespace MobileNets.Training.Data;

/// <summary>The numeric array classes of a MATLAB 5 file, with the codes of the format (MAT-File Format, table 1-3).</summary>
public enum MatClass
{
    /// <summary>64-bit floating point.</summary>
    Double = 6,

    /// <summary>32-bit floating point.</summary>
    Single = 7,

    /// <summary>8-bit signed integer.</summary>
    Int8 = 8,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8 = 9,

    /// <summary>16-bit signed integer.</summary>
    Int16 = 10,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16 = 11,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 12,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32 = 13,

    /// <summary>64-bit signed integer.</summary>
    Int64 = 14,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64 = 15,
}

namespace MobileNets.Training.Data;

/// <summary>The data types of stored elements (MAT-File Format, table 1-1): how values lie in the file.</summary>
/// <remarks>
/// Storage and class differ: MATLAB stores a double matrix of small whole numbers as <see cref="UInt8"/>.
/// </remarks>
internal enum MatDataType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
}

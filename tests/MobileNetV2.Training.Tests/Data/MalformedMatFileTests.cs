using System.Text;

namespace MobileNets.Training.Data.Tests;

public sealed class MalformedMatFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MatBytes _mat = new(littleEndian: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_NoFile_NamesIt()
        => Reading(Path.Combine(_folder.Path, "absent.mat")).Should().Throw<DatasetException>().WithMessage("*absent.mat: no such file*");

    [Fact]
    public void Read_ShorterThanTheHeader_Throws()
        => Reading("MATLAB"u8.ToArray()).Should().Throw<DatasetException>().WithMessage("*6 bytes, expected a MATLAB 5 header of 128*");

    [Fact]
    public void Read_Hdf5Version_NamesTheCure()
    {
        var bytes = _mat.File();
        bytes[125] = 2;

        Reading(bytes).Should().Throw<DatasetException>().WithMessage("*version 2 at offset 124*save -v7*");
    }

    [Fact]
    public void Read_NoEndianMark_Throws()
        => Reading(Encoding.ASCII.GetBytes(new string('x', 200))).Should().Throw<DatasetException>().WithMessage("*offset 126*");

    [Fact]
    public void Read_ElementLongerThanTheFile_NamesTheOffset()
        => Reading(_mat.File([.. _mat.UInt32(14), .. _mat.UInt32(uint.MaxValue)]))
            .Should().Throw<DatasetException>().WithMessage("*offset 0 after the header: expected 4294967295 bytes of data, found 0*");

    [Fact]
    public void Read_DimensionsBeyondTheValues_ThrowsWithoutAllocatingThem()
        => Reading(_mat.File(_mat.Array(6, [int.MaxValue, int.MaxValue, int.MaxValue], "labels", _mat.SmallElement(2, 1))))
            .Should().Throw<DatasetException>().WithMessage("*2147483647×2147483647×2147483647 values for 'labels'*found 1*");

    [Fact]
    public void Read_NegativeDimension_Throws()
        => Reading(_mat.File(_mat.Array(6, [-1, -1], "x", _mat.SmallElement(2, 1))))
            .Should().Throw<DatasetException>().WithMessage("*not negative, found -1*");

    [Fact]
    public void Read_ValuesOfNoNumericType_Throws()
        => Reading(_mat.File(_mat.Array(6, [1, 1], "x", _mat.Element(99, 1, 2, 3))))
            .Should().Throw<DatasetException>().WithMessage("*whole numeric values, found 3 bytes of type 99*");

    [Fact]
    public void Read_BrokenZlib_NamesTheElement()
        => Reading(_mat.File(_mat.Element(15, 0xFF, 0xFF, 0xFF, 0xFF)))
            .Should().Throw<DatasetException>().WithMessage("*offset 0 after the header: expected zlib data*");

    [Fact]
    public void Read_ZlibBomb_StopsAtTheBound()
        => Reading(_mat.File(_mat.Compressed(new byte[(64 << 20) + 1])))
            .Should().Throw<DatasetException>().WithMessage("*at most 67108864 inflated bytes*");

    [Fact]
    public void Read_SmallElementOfMoreThanFourBytes_Throws()
        => Reading(_mat.File([.. _mat.UInt32((5u << 16) | 2), .. new byte[4]]))
            .Should().Throw<DatasetException>().WithMessage("*a small element of at most 4 bytes, found 5*");

    [Fact]
    public void Read_ArrayThatEndsAfterItsName_Throws()
        => Reading(_mat.File(_mat.Array(6, [1, 1], "x")))
            .Should().Throw<DatasetException>().WithMessage("*of the array at offset 0 after the header: expected an 8-byte element tag*");

    [Fact]
    public void Read_FlagsOfAnotherLength_Throws()
        => Reading(_mat.File(_mat.Element(14, _mat.SmallElement(6, 6, 0, 0, 0))))
            .Should().Throw<DatasetException>().WithMessage("*8 bytes of array flags before it, found 4*");

    [Fact]
    public void Read_FlagsMissing_Throws()
        => Reading(_mat.File(_mat.Element(14, _mat.SmallElement(2, 6))))
            .Should().Throw<DatasetException>().WithMessage("*array flags as UInt32, found type 2*");

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public void Read_NumberOfDimensionsOutOfRange_Throws(int count)
        => Reading(_mat.File(_mat.Array(6, new int[count], "x", _mat.SmallElement(2, 1))))
            .Should().Throw<DatasetException>().WithMessage($"*1 to 32 dimensions of 4 bytes, found {4 * count} bytes*");

    [Fact]
    public void Read_MoreValuesThanDimensions_Throws()
        => Reading(_mat.File(_mat.Array(6, [1, 1], "x", _mat.SmallElement(2, 1, 2))))
            .Should().Throw<DatasetException>().WithMessage("*1×1 values for 'x' before it, found 2*");

    [Fact]
    public void Read_HalfAValue_Throws()
        => Reading(_mat.File(_mat.Array(6, [1, 1], "x", _mat.SmallElement(4, 1, 2, 3))))
            .Should().Throw<DatasetException>().WithMessage("*whole numeric values, found 3 bytes of type 4*");

    [Fact]
    public void Read_TwoArraysInOneCompressedElement_Throws()
    {
        var array = _mat.Array(6, [1, 1], "x", _mat.SmallElement(2, 1));

        Reading(_mat.File(_mat.Compressed([.. array, .. array]))).Should().Throw<DatasetException>().WithMessage("*one array alone*");
    }

    [Fact]
    public void Read_CompressedInsideCompressed_Throws()
        => Reading(_mat.File(_mat.Compressed(_mat.Compressed(_mat.Array(6, [1, 1], "x", _mat.SmallElement(2, 1))))))
            .Should().Throw<DatasetException>().WithMessage("*an array as Matrix, found type 15*");

    [Fact]
    public void Read_ByteOrderSwappedInTheHeaderAlone_ThrowsTyped()
    {
        var bytes = File.ReadAllBytes(ReferenceFiles.PathOf("classes.mat"));
        (bytes[124], bytes[125], bytes[126], bytes[127]) = (bytes[125], bytes[124], bytes[127], bytes[126]);

        Reading(bytes).Should().Throw<DatasetException>();
    }

    [Fact]
    public void Read_CutAnywhere_GivesAFileOrTheTypedException()
    {
        var whole = File.ReadAllBytes(ReferenceFiles.PathOf("setid.mat"));
        for (var length = 0; length < whole.Length; length++)
            ReadsOrThrowsTyped(whole[..length]);
    }

    [Theory]
    [InlineData("classes.mat")]
    [InlineData("setid.mat")]
    public void Read_AnyByteFlipped_GivesAFileOrTheTypedException(string name)
    {
        var whole = File.ReadAllBytes(ReferenceFiles.PathOf(name));
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= 0xFF;
            ReadsOrThrowsTyped(damaged);
        }
    }

    private void ReadsOrThrowsTyped(byte[] bytes)
    {
        try
        {
            MatFile.Read(_folder.Write("damaged.mat", bytes));
        }
        catch (DatasetException)
        {
        }
    }

    private Action Reading(byte[] bytes) => Reading(_folder.Write("a.mat", bytes));

    private static Action Reading(string path) => () => MatFile.Read(path);
}

using System.Text;

namespace MobileNets.Weights.Tests;

public sealed class NumpyFileTests
{
    // 1.5f, then -2f.
    private static readonly byte[] TwoFloats = [0x00, 0x00, 0xC0, 0x3F, 0x00, 0x00, 0x00, 0xC0];

    // As numpy.lib.format describes it: magic, version, length of the dictionary, dictionary, data.
    private static byte[] Npy(string dictionary, byte[] data, byte major = 1, byte minor = 0)
    {
        byte[] length = major == 1 ? [(byte)dictionary.Length, 0] : [(byte)dictionary.Length, 0, 0, 0];
        return [0x93, .. "NUMPY"u8, major, minor, .. length, .. Encoding.Latin1.GetBytes(dictionary), .. data];
    }

    private static NumpyArray Read(byte[] bytes) => NumpyFile.Read(new MemoryStream(bytes), "x.npy");

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }      \n")]
    [InlineData("{\"shape\": (1,2), \"fortran_order\":False,\"descr\":\"<f4\"}")]
    public void Read_Version1_GivesShapeAndValues(string dictionary)
    {
        var array = Read(Npy(dictionary, TwoFloats));

        array.Shape.Should().Equal(1, 2);
        array.Values.Should().Equal(1.5f, -2f);
    }

    [Fact]
    public void Read_Version2_GivesShapeAndValues() =>
        Read(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", TwoFloats, major: 2)).Values.Should().Equal(1.5f, -2f);

    [Fact]
    public void Read_Doubles_RoundsToFloats() =>
        Read(Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n", BitConverter.GetBytes(0.1))).Values.Should().Equal(0.1f);

    [Fact]
    public void Read_Scalar_HasNoDimensions()
    {
        var array = Read(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }\n", TwoFloats[..4]));

        array.Shape.Should().BeEmpty();
        array.Values.Should().Equal(1.5f);
    }

    [Fact]
    public void Write_Array_GivesNumpysBytes()
    {
        var stream = new MemoryStream();

        NumpyFile.Write(stream, [1, 2], [1.5f, -2f]);

        // What numpy.save writes: 10 bytes, a dictionary of 118 that ends in a line feed, the data at offset 128.
        var dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".PadRight(117) + "\n";
        stream.ToArray().Should().Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.Latin1.GetBytes(dictionary), .. TwoFloats]);
    }

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 1 })]
    [InlineData(new long[] { 3, 0, 2 })]
    [InlineData(new long[] { 2, 3, 4, 5 })]
    public void Write_ThenRead_ReturnsTheSame(long[] shape)
    {
        using var folder = new TemporaryFolder();
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => i - 0.25f).ToArray();

        NumpyFile.Write(folder.File("x.npy"), shape, values);
        var array = NumpyFile.Read(folder.File("x.npy"));

        array.Shape.Should().Equal(shape);
        array.Values.Should().Equal(values);
    }

    [Fact]
    public void Write_ValuesThatDoNotFit_AreRefusedAndLeaveTheOldFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x.npy"), "old");

        FluentActions.Invoking(() => NumpyFile.Write(folder.File("x.npy"), [3], new float[2])).Should().Throw<ArgumentException>();

        File.ReadAllText(folder.File("x.npy")).Should().Be("old");
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "empty", [] },
        { "not NumPy", "PK\u0003\u0004abcdef"u8.ToArray() },
        { "length cut off", [0x93, .. "NUMPY"u8, 1, 0, 5] },
        { "dictionary cut off", [0x93, .. "NUMPY"u8, 1, 0, 80, 0, .. "{'descr'"u8] },
        { "enormous dictionary", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, .. "{'descr'"u8] },
        { "version 3.0", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", TwoFloats, major: 3) },
        { "big-endian", Npy("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }\n", TwoFloats) },
        { "integers", Npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n", TwoFloats) },
        { "structured", Npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), }\n", TwoFloats) },
        { "Fortran order", Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }\n", TwoFloats) },
        { "no shape", Npy("{'descr': '<f4', 'fortran_order': False}\n", TwoFloats) },
        { "shape twice", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}\n", TwoFloats) },
        { "unknown key", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}\n", TwoFloats) },
        { "list for a shape", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': [2]}\n", TwoFloats) },
        { "negative dimension", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}\n", TwoFloats) },
        { "dimension over 63 bits", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}\n", TwoFloats) },
        { "shape that overflows", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}\n", []) },
        { "order is 0", Npy("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}\n", TwoFloats) },
        { "no closing brace", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,),\n", TwoFloats) },
        { "no closing quote", Npy("{'descr: ", TwoFloats) },
        { "text after the dictionary", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x\n", TwoFloats) },
        { "data cut off", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", TwoFloats[..7]) },
        { "bytes after the data", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", TwoFloats) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_Malformed_NamesFileAndCure(string fault, byte[] bytes) =>
        FluentActions.Invoking(() => Read(bytes)).Should().Throw<WeightsFormatException>(fault)
            .Which.Message.Should().StartWith("x.npy, ").And.Contain("expected").And.Contain("found").And.EndWith(".");

    [Theory]
    [InlineData("<f2")]
    [InlineData("|b1")]
    [InlineData(">f8")]
    public void Read_OtherType_IsNamed(string type) =>
        FluentActions.Invoking(() => Read(Npy($"{{'descr': '{type}', 'fortran_order': False, 'shape': (1,), }}\n", new byte[8])))
            .Should().Throw<WeightsFormatException>().WithMessage($"*'<f4'*'{type}'*");
}

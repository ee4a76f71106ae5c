namespace MobileNets.Training.Data.Tests;

public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("float64", MatClass.Double, new[] { 0.5, 1e300, 5.0, -1.25, 3.0, 6.0 })]
    [InlineData("float32", MatClass.Single, new[] { 0.10000000149011612 })]
    [InlineData("int8", MatClass.Int8, new[] { -128.0, 127.0 })]
    [InlineData("int16", MatClass.Int16, new[] { -32768.0, 32767.0 })]
    [InlineData("int32", MatClass.Int32, new[] { -2147483648.0, 2147483647.0 })]
    [InlineData("uint32", MatClass.UInt32, new[] { 4294967295.0 })]
    [InlineData("int64", MatClass.Int64, new[] { -9007199254740992.0 })]
    [InlineData("uint64", MatClass.UInt64, new[] { 9007199254740992.0 })]
    [InlineData("empty", MatClass.Double, new double[0])]
    [InlineData("logical", MatClass.UInt8, new[] { 1.0, 0.0 })]
    [InlineData("last", MatClass.Double, new[] { 7.0 })]
    public void Read_FileOfScipy_GivesItsValuesColumnByColumn(string name, MatClass expectedClass, double[] expected)
    {
        var matrix = MatFile.Read(ReferenceFiles.PathOf("classes.mat"))[name];

        matrix.Class.Should().Be(expectedClass);
        matrix.Values.Should().Equal(expected);
    }

    [Fact]
    public void Read_ThreeDimensions_KeepsThem()
    {
        var cube = MatFile.Read(ReferenceFiles.PathOf("classes.mat"))["cube"];

        cube.Dimensions.Should().Equal(2, 3, 4);
        cube.Values.Take(4).Should().Equal(0, 12, 4, 16);
    }

    [Theory]
    [InlineData("text", "*key 'text' is a char array*")]
    [InlineData("cell", "*key 'cell' is a cell array*")]
    [InlineData("struct", "*key 'struct' is a struct array*")]
    [InlineData("sparse", "*key 'sparse' is a sparse array*")]
    [InlineData("complex", "*key 'complex' is a complex array*")]
    [InlineData("Last", "*no key 'Last' (found: float64, float32*")]
    public void Indexer_NoSuchNumericMatrix_SaysWhatIsThere(string name, string message)
    {
        var file = MatFile.Read(ReferenceFiles.PathOf("classes.mat"));

        file.Invoking(f => f[name]).Should().Throw<DatasetException>().WithMessage(message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_DoublesStoredAsBytesInASmallElement_InEitherByteOrder(bool littleEndian)
    {
        var mat = new MatBytes(littleEndian);
        var path = _folder.Write("a.mat", mat.File(mat.Array(6, [1, 3], "ids", mat.SmallElement(2, 3, 1, 255))));

        var matrix = MatFile.Read(path)["ids"];

        matrix.Class.Should().Be(MatClass.Double);
        matrix.Values.Should().Equal(3, 1, 255);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_CompressedArrayAfterPlainOne_FindsBothInEitherByteOrder(bool littleEndian)
    {
        var mat = new MatBytes(littleEndian);
        var plain = mat.Array(6, [2, 1], "plain", mat.Element(9, [.. mat.Double(-0.5), .. mat.Double(1e-9)]));
        var packed = mat.Compressed(mat.Array(11, [1, 3], "packed", mat.Element(4, [.. mat.UInt16(1), .. mat.UInt16(515), .. mat.UInt16(65535)])));
        var path = _folder.Write("a.mat", mat.File(packed, plain, packed));

        var file = MatFile.Read(path);

        file["plain"].Values.Should().Equal(-0.5, 1e-9);
        file["packed"].Values.Should().Equal(1, 515, 65535);
    }

    [Theory]
    [InlineData(1, "FF", -1)]
    [InlineData(2, "FF", 255)]
    [InlineData(3, "FEFF", -257)]
    [InlineData(4, "FEFF", 65279)]
    [InlineData(5, "FEFFFFFF", -16777217)]
    [InlineData(6, "FEFFFFFF", 4278190079)]
    [InlineData(7, "3FC00000", 1.5)]
    [InlineData(9, "BFF8000000000000", -1.5)]
    [InlineData(12, "FFFFFFFFFFFFFFFE", -2)]
    [InlineData(13, "0000000000000102", 258)]
    public void Read_DoubleStoredAsAnyType_HasItsValueInEitherByteOrder(uint type, string bigEndian, double expected)
    {
        foreach (var littleEndian in new[] { true, false })
        {
            var mat = new MatBytes(littleEndian);
            var data = Convert.FromHexString(bigEndian);
            if (littleEndian)
                Array.Reverse(data);
            var element = data.Length <= 4 ? mat.SmallElement(type, data) : mat.Element(type, data);

            foreach (var array in new[] { mat.Array(6, [1, 1], "x", element), mat.Compressed(mat.Array(6, [1, 1], "x", element)) })
                MatFile.Read(_folder.Write("a.mat", mat.File(array)))["x"].Values.Should().Equal(expected);
        }
    }

    [Fact]
    public void Read_LabelsAsMatlabStoresThem_AreTheSameInEitherByteOrder()
    {
        // save -v7: doubles of whole numbers up to 102 as bytes, image numbers beyond 255 as 16-bit, every array compressed.
        foreach (var littleEndian in new[] { true, false })
        {
            var mat = new MatBytes(littleEndian);
            var labels = mat.Compressed(mat.Array(6, [1, 6], "labels", mat.Element(2, 1, 1, 2, 3, 3, 102)));
            var ids = mat.Compressed(mat.Array(6, [1, 3], "trnid", mat.Element(4, [.. mat.UInt16(6765), .. mat.UInt16(1), .. mat.UInt16(8189)])));

            var file = MatFile.Read(_folder.Write("a.mat", mat.File(labels, ids)));

            file["labels"].Values.Should().Equal(1, 1, 2, 3, 3, 102);
            file["labels"].Class.Should().Be(MatClass.Double);
            file["trnid"].Values.Should().Equal(6765, 1, 8189);
        }
    }

    [Fact]
    public void Read_NameLongerThanFourBytes_IsAnOrdinaryElement()
    {
        var mat = new MatBytes(littleEndian: false);
        var name = new string('n', 63);

        MatFile.Read(_folder.Write("a.mat", mat.File(mat.Array(9, [1, 1], name, mat.SmallElement(2, 9)))))[name].Values.Should().Equal(9);
    }

    [Fact]
    public void Read_FunctionHandle_IsPassedOver()
    {
        var mat = new MatBytes(littleEndian: true);
        var handle = mat.Element(14, [.. mat.Element(6, [.. mat.UInt32(16), .. mat.UInt32(0)]), 1, 2, 3]);
        var path = _folder.Write("a.mat", mat.File(handle, mat.Array(9, [1, 1], "x", mat.SmallElement(2, 9))));

        MatFile.Read(path).Names.Should().Equal("x");
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameMatrices()
    {
        var path = Path.Combine(_folder.Path, "w.mat");

        MatFile.Write(path, [
            new("labels", MatMatrix.Row(MatClass.UInt8, [1, 255])),
            new("trnid", MatMatrix.Row(MatClass.UInt16, [65535, 1, 2])),
            new("grid", new MatMatrix(MatClass.Double, [2, 2], [0.1, -2, 3, 4])),
        ]);

        var file = MatFile.Read(path);
        file.Names.Should().Equal("labels", "trnid", "grid");
        file["labels"].Values.Should().Equal(1, 255);
        file["labels"].Class.Should().Be(MatClass.UInt8);
        file["trnid"].Values.Should().Equal(65535, 1, 2);
        file["grid"].Dimensions.Should().Equal(2, 2);
        file["grid"].Values.Should().Equal(0.1, -2, 3, 4);
        Directory.GetFiles(_folder.Path).Should().Equal(path);
    }

    [Fact]
    public void Write_ValueBeyondItsClass_IsRefused()
    {
        var path = Path.Combine(_folder.Path, "w.mat");

        var act = () => MatFile.Write(path, [new("labels", MatMatrix.Row(MatClass.UInt8, [1, 256]))]);

        act.Should().Throw<ArgumentException>().WithMessage("'labels': 256 at 1 does not fit UInt8*");
        File.Exists(path).Should().BeFalse();
    }
}

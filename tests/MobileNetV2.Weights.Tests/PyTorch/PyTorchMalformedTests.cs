using System.IO.Compression;
using System.Text;
using static MobileNets.Weights.Tests.PickleBytes;

namespace MobileNets.Weights.Tests;

/// <summary>Each rule of the formats broken once, and what an attacker would try.</summary>
public sealed class PyTorchMalformedTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Location)> s_files = new()
    {
        // No container.
        ["empty file"] = (() => [], "offset 0"),
        ["a safetensors file"] = (() => SafetensorsBytes.Of("{}"), "offset 0"),
        ["a web page"] = (() => "<!doctype html><title>404</title>"u8.ToArray(), "offset 0"),
        ["a pickle of protocol 0"] = (() => "cos\nsystem\n(S'echo'\ntR."u8.ToArray(), "offset 0"),
        ["PyTorch 0.1's tar archive"] = (() => [.. new byte[257], .. "ustar\0"u8, .. new byte[249]], "offset 257"),

        // Zip containers.
        ["zip without a directory"] = (() => [.. "PK\x03\x04"u8, .. new byte[40]], "zip directory"),
        ["zip cut off"] = (() => PyTorchBytes.Zip(Weights())[..^30], "zip directory"),
        ["zip with another directory offset"] = (() => Changed(PyTorchBytes.Zip(Weights()), fromEnd: 6, 0x7F), "zip directory"),
        ["no data.pkl"] = (() => PyTorchBytes.Zip(("net/version", [])), "zip directory"),
        ["data.pkl without a folder"] = (() => PyTorchBytes.Zip(("data.pkl", Weights().Bytes)), "zip directory"),
        ["data.pkl in two folders"] = (() => PyTorchBytes.Zip(("a/data.pkl", Weights().Bytes), ("b/data.pkl", Weights().Bytes)), "zip directory"),
        ["record twice, with a name of two lines"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/a\nb", []), ("net/a\nb", [])), "zip directory"),
        ["record twice"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/data/0", PyTorchBytes.FourFloats), ("net/data/0", new byte[16])), "zip directory"),
        ["70,000 records"] = (() => PyTorchBytes.Zip([.. Enumerable.Range(0, 70_000).Select(i => ($"n/{i}", Array.Empty<byte>()))]), "zip directory"),
        ["zip bomb in a storage"] = (() => PyTorchBytes.Zip(CompressionLevel.Optimal, ("net/data.pkl", Weights().Bytes), ("net/data/0", new byte[20_000_000])), "zip directory"),
        ["zip bomb in many records"] = (() => PyTorchBytes.Zip(CompressionLevel.Optimal, [("net/data.pkl", Weights().Bytes), .. Enumerable.Range(0, 30).Select(i => ($"net/data/{i}", new byte[100_000]))]), "zip directory"),
        ["pickle over 16 MiB"] = (() => PyTorchBytes.Zip(("net/data.pkl", new byte[(16 << 20) + 1])), "data.pkl"),
        ["TorchScript"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/constants.pkl", [])), "constants.pkl"),
        ["big-endian"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/data/0", PyTorchBytes.FourFloats), ("net/byteorder", "big"u8.ToArray())), "byteorder"),
        ["byte order of 1 MB"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/byteorder", new byte[1_000_000])), "byteorder"),
        ["storage missing"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes)), "data/0"),
        ["storage in another folder"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("ten/data/0", PyTorchBytes.FourFloats)), "data/0"),
        ["storage key with .."] = (() => PyTorchBytes.Zip(Weights(Part.Storage(key: "../../../etc/passwd"))), "data/../../../etc/passwd"),
        ["storage key of two lines"] = (() => PyTorchBytes.Zip(Weights(Part.Storage(key: "a\nb"))), "data/a\\u000ab"),
        ["storage key from the root"] = (() => PyTorchBytes.Zip(Weights(Part.Storage(key: "/etc/passwd"))), "data//etc/passwd"),
        ["storage shorter than its size"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/data/0", new byte[15])), "data/0"),
        ["storage longer than its size"] = (() => PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/data/0", new byte[17])), "data/0"),
        ["compressed storage that does not unpack"] = (DamagedDeflate, "data/0"),

        // The older container.
        ["another magic number"] = (() => Start.Int(0x1950A86A).Stop().Bytes, "offset 0"),
        ["another protocol"] = (() => [.. PyTorchBytes.Magic, .. PyTorchBytes.Protocol(1002)], "offset 15"),
        ["older container, big-endian"] = (() => [.. PyTorchBytes.Magic, .. PyTorchBytes.Protocol(1001), .. PyTorchBytes.Machine(littleEndian: false)], "offset 23"),
        ["older container, machine without byte order"] = (() => [.. PyTorchBytes.Magic, .. PyTorchBytes.Protocol(1001), .. Start.Dict().Stop().Bytes], "offset 23"),
        ["older container, keys are no list"] = (() => Legacy(Start.Text("0").Stop()), KeysOffset(0)),
        ["older container, key is no text"] = (() => Legacy(Start.Op(']').Int(0).Op('a').Stop()), KeysOffset(7)),
        ["older container, unknown key"] = (() => Legacy(PyTorchBytes.Keys("1"), PyTorchBytes.Storage(4, PyTorchBytes.FourFloats)), KeysOffset(PyTorchBytes.Keys("1").Bytes.Length)),
        ["older container, key twice"] = (() => Legacy(PyTorchBytes.Keys("0", "0"), PyTorchBytes.Storage(4, PyTorchBytes.FourFloats), PyTorchBytes.Storage(4, PyTorchBytes.FourFloats)), KeysOffset(PyTorchBytes.Keys("0", "0").Bytes.Length + 24)),
        ["older container, key missing"] = (() => Legacy(PyTorchBytes.Keys()), "storage '0'"),
        ["older container, another number of elements"] = (() => Legacy(PyTorchBytes.Keys("0"), PyTorchBytes.Storage(5, new byte[20])), KeysOffset(PyTorchBytes.Keys("0").Bytes.Length)),
        ["older container, negative number of elements"] = (() => Legacy(PyTorchBytes.Keys("0"), PyTorchBytes.Storage(-4, new byte[20])), KeysOffset(PyTorchBytes.Keys("0").Bytes.Length)),
        ["older container, elements cut off"] = (() => Legacy(PyTorchBytes.Keys("0"), PyTorchBytes.Storage(4, new byte[15])), KeysOffset(PyTorchBytes.Keys("0").Bytes.Length)),
        ["older container, view of a storage"] = (() => PyTorchBytes.Legacy(Weights(Part.Storage(view: Part.Ints(1, 0, 2))), PyTorchBytes.Keys("0"), PyTorchBytes.Storage(4, PyTorchBytes.FourFloats)), PersistentIdOffset(Part.Storage(view: Part.Ints(1, 0, 2)))),

        // Pickles; the offset is that of the opcode at fault.
        ["pickle of nothing"] = Pickle(Part, Part),
        ["pickle without an end"] = Pickle(Start.Op('N'), Part),
        ["nothing left at the end"] = Pickle(Start, Part.Stop()),
        ["pickle protocol 1"] = Pickle(Part, Part.Raw(0x80, 1)),
        ["pickle protocol 6"] = Pickle(Part, Part.Raw(0x80, 6)),
        ["opcode that does not exist"] = Pickle(Start, Part.Raw(0xFF)),
        ["INST"] = Pickle(Start.Op('('), Part.Op('i').Raw("os\nsystem\n"u8.ToArray())),
        ["OBJ"] = Pickle(Start.Op('(').Global("collections", "OrderedDict"), Part.Op('o')),
        ["NEWOBJ"] = Pickle(Start.Global("collections", "OrderedDict").Op(')'), Part.Raw(0x81)),
        ["NEWOBJ_EX"] = Pickle(Start.Global("collections", "OrderedDict").Op(')').Op('}'), Part.Raw(0x92)),
        ["EXT1"] = Pickle(Start, Part.Raw(0x82, 1)),
        ["PERSID"] = Pickle(Start, Part.Op('P').Raw("0\n"u8.ToArray())),
        ["NEXT_BUFFER"] = Pickle(Start, Part.Raw(0x97)),
        ["DUP"] = Pickle(Start.Op('N'), Part.Op('2')),
        ["POP"] = Pickle(Start.Op('N'), Part.Op('0')),
        ["POP_MARK"] = Pickle(Start.Op('('), Part.Op('1')),
        ["LONG4 of 2 GB"] = Pickle(Start, Part.Raw(0x8B).UInt32(0x7FFFFFFF)),
        ["LONG4 of a negative length"] = Pickle(Start, Part.Raw(0x8B).UInt32(0xFFFFFFFF)),
        ["LONG1 cut off"] = Pickle(Start, Part.Raw(0x8A, 255, 1)),
        ["string of 4 GB"] = Pickle(Start, Part.Op('X').UInt32(0xFFFFFFFF).Raw(1)),
        ["string of 2 GB"] = Pickle(Start, Part.Op('X').UInt32(0x7FFFFFFF).Raw(1)),
        ["string of 2^63 bytes"] = Pickle(Start, Part.Raw(0x8D).UInt64(1UL << 63)),
        ["short string cut off"] = Pickle(Start, Part.Raw(0x8C, 5, 1)),
        ["bytes of 4 GB"] = Pickle(Start, Part.Op('B').UInt32(0xFFFFFFFF)),
        ["string that is not UTF-8"] = Pickle(Start, Part.Op('X').UInt32(1).Raw(0xFF)),
        ["global without an end"] = Pickle(Start, Part.Op('c').Raw("os"u8.ToArray())),
        ["global of a megabyte"] = Pickle(Start, Part.Op('c').Repeat(1 << 20, (byte)'a')),
        ["STACK_GLOBAL of numbers"] = Pickle(Start.Int(1).Int(2), Part.Raw(0x93)),
        ["STACK_GLOBAL of nothing"] = Pickle(Start, Part.Raw(0x93)),
        ["frame beyond the end"] = Pickle(Start, Part.Raw(0x95).UInt64(1 << 20)),
        ["frame of 2^64 - 1 bytes"] = Pickle(Start, Part.Raw(0x95).UInt64(ulong.MaxValue)),
        ["value never remembered"] = Pickle(Start, Part.Op('h').Raw(7)),
        ["nothing to remember"] = Pickle(Start, Part.Op('q').Raw(0)),
        ["nothing to remember above the mark"] = Pickle(Start.Op('N').Op('('), Part.Raw(0x94)),
        ["huge memo index"] = Pickle(Start.Op('N').Op('r').UInt32(uint.MaxValue), Part.Op('j').UInt32(uint.MaxValue - 1)),
        ["300,000 values to remember"] = Pickle(Start.Op('N').Repeat(249_998, 0x94), Part.Repeat(50_000, 0x94)),
        ["tuple without a mark"] = Pickle(Start.Op('N'), Part.Op('t')),
        ["pair of one"] = Pickle(Start.Op('N'), Part.Raw(0x86)),
        ["pair across a mark"] = Pickle(Start.Op('N').Op('N').Op('('), Part.Raw(0x86)),
        ["append to a tuple"] = Pickle(Start.Op(')').Op('N'), Part.Op('a')),
        ["append to nothing"] = Pickle(Start.Op('N'), Part.Op('a')),
        ["appends to a dictionary"] = Pickle(Start.Op('}').Op('(').Op('N'), Part.Op('e')),
        ["item of a list"] = Pickle(Start.Op(']').Op('N').Op('N'), Part.Op('s')),
        ["item of nothing"] = Pickle(Start.Op('N').Op('N'), Part.Op('s')),
        ["key without a value"] = Pickle(Start.Op('}').Op('(').Text("a"), Part.Op('u')),
        ["key twice"] = Pickle(Start.Op('}').Op('(').Text("a").Op('N').Text("a").Op('N'), Part.Op('u')),
        ["key twice, one by one"] = Pickle(Start.Op('}').Text("a").Op('N').Op('s').Text("a").Op('N'), Part.Op('s')),
        ["attributes of a list"] = Pickle(Start.Op(']').Op('}'), Part.Op('b')),
        ["attributes of a tensor"] = Pickle(Start.Tensor(Part.Storage(), 0, [4], [1]).Op('}'), Part.Op('b')),
        ["attributes that are no dictionary"] = Pickle(Start.Op('}').Text("__class__"), Part.Op('b')),
        ["call of text"] = Pickle(Start.Text("os.system").Op(')'), Part.Op('R')),
        ["call of a storage class"] = Pickle(Start.Global("torch", "FloatStorage").Ints(1 << 30), Part.Op('R')),
        ["call without a tuple"] = Pickle(Start.Global("collections", "OrderedDict").Op(']'), Part.Op('R')),
        ["OrderedDict of numbers"] = Pickle(Start.Global("collections", "OrderedDict").Ints(1), Part.Op('R')),
        ["OrderedDict with a key twice"] = Pickle(Start.Global("collections", "OrderedDict").Tuple(Pairs("a", "a")), Part.Op('R')),
        ["Size of a number"] = Pickle(Start.Global("torch", "Size").Ints(1), Part.Op('R')),
        ["Parameter of a number"] = Pickle(Start.Global("torch._utils", "_rebuild_parameter").Ints(1), Part.Op('R')),
        ["tensor without a storage"] = Pickle(TensorCall(Part.Int(0), Part.Int(0), Part.Ints(4), Part.Ints(1)), Part.Op('R')),
        ["tensor without strides"] = Pickle(TensorCall(Part.Storage(), Part.Int(0), Part.Ints(4)), Part.Op('R')),
        ["tensor with too few strides"] = Pickle(TensorCall(Part.Storage(), Part.Int(0), Part.Ints(2, 2), Part.Ints(1)), Part.Op('R')),
        ["tensor of fractions"] = Pickle(TensorCall(Part.Storage(), Part.Int(0), Part.Tuple(Part.Op('G').UInt64(0)), Part.Ints(1)), Part.Op('R')),
        ["tensor of 2^64 elements"] = Pickle(TensorCall(Part.Storage(), Part.Int(0), Part.Tuple(Part.Raw(0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1)), Part.Ints(1)), Part.Op('R')),
        ["tensor of 9 dimensions"] = Pickle(TensorCall(Part.Storage(), Part.Int(0), Part.Ints(new long[9]), Part.Ints(new long[9])), Part.Op('R')),
        ["tensor with a truth value for offset"] = Pickle(TensorCall(Part.Storage(), Part.Raw(0x88), Part.Ints(1), Part.Ints(1)), Part.Op('R')),
        ["persistent id is text"] = Pickle(Start.Text("0"), Part.Op('Q')),
        ["persistent id of a module"] = Pickle(Start.Tuple(Part.Text("module"), Part.Global("collections", "OrderedDict"), Part.Text("a.py"), Part.Text("import os"), Part.Int(0)), Part.Op('Q')),
        ["persistent id too short"] = Pickle(Start.Tuple(Part.Text("storage"), Part.Global("torch", "FloatStorage"), Part.Text("0")), Part.Op('Q')),
        ["storage of a class that is none"] = Pickle(Start.Tuple(Part.Text("storage"), Part.Global("torch", "Size"), Part.Text("0"), Part.Text("cpu"), Part.Int(4)), Part.Op('Q')),
        ["storage key is a number"] = Pickle(Start.Tuple(Part.Text("storage"), Part.Global("torch", "FloatStorage"), Part.Int(0), Part.Text("cpu"), Part.Int(4)), Part.Op('Q')),
        ["storage of -1 elements"] = Pickle(Unresolved(Part.Storage(count: -1)), Part.Op('Q')),
        ["storage of 2^62 elements"] = Pickle(Unresolved(Part.Storage(count: 1L << 62)), Part.Op('Q')),
        ["storage with another type than before"] = Pickle(Start.Storage().Add(Unresolved(Part.Storage("IntStorage"))), Part.Op('Q')),
        ["storage with another size than before"] = Pickle(Start.Storage().Add(Unresolved(Part.Storage(count: 5))), Part.Op('Q')),
        ["a million empty dictionaries"] = Pickle(Start.Repeat(249_999, (byte)'}'), Part.Repeat(750_000, (byte)'}')),
        ["a million marks"] = Pickle(Start.Repeat(249_999, (byte)'('), Part.Repeat(750_000, (byte)'(')),
        ["a long list given to many calls"] = ReduceBomb(),
        ["text of 15 MB"] = Checkpoint(Part.Text(new string('x', 15_000_000))),
        ["text of 15 MB for a key of many dictionaries"] = Checkpoint(Part.Text(new string('x', 15_000_000)).Op('q').Raw(0).Repeat(60_000, (byte)'}', (byte)'h', 0, (byte)'N', (byte)'s')),
        ["text of 15 MB for a storage's key"] = Pickle(Start.Tuple(Part.Text("storage"), Part.Global("torch", "FloatStorage"), Part.Text(new string('x', 15_000_000)), Part.Text("cpu"), Part.Int(4)), Part.Op('Q')),

        // What is in it.
        ["a number"] = Checkpoint(Part.Int(1)),
        ["None"] = Checkpoint(Part.Op('N')),
        ["a bare tensor"] = Checkpoint(Part.Tensor(Part.Storage(), 0, [4], [1])),
        ["a list of tensors"] = Checkpoint(Part.Op(']').Tensor(Part.Storage(), 0, [4], [1]).Op('a')),
        ["a class"] = Checkpoint(Part.Global("torch", "FloatStorage")),
        ["an empty dictionary"] = Checkpoint(Part.Op('}')),
        ["a dictionary without tensors"] = Checkpoint(Part.Dict(("state_dict", Part.Op('}')), ("epoch", Part.Int(3)))),
        ["tensor with a name of two lines"] = (() => PyTorchBytes.Zip(Start.Dict(("a\nb", Part.Tensor(Part.Storage(), 0, [5], [1]))).Stop()), "'a\\u000ab'"),
        ["tensors under numbers"] = Checkpoint(Part.Op('}').Int(1).Tensor(Part.Storage(), 0, [4], [1]).Op('s')),
        ["a list that holds itself"] = Checkpoint(Part.Op(']').Op('q').Raw(0).Op('h').Raw(0).Op('a')),
        ["a dictionary that holds itself"] = Checkpoint(Part.Op('}').Op('q').Raw(0).Text("state_dict").Op('h').Raw(0).Op('s').Text("model").Op('h').Raw(0).Op('s')),
        ["100,000 lists in each other"] = Checkpoint(Part.Repeat(100_000, (byte)']').Repeat(99_999, (byte)'a')),
        ["100,000 tuples in each other"] = Checkpoint(Part.Op(')').Repeat(100_000, 0x85)),
        ["30 levels of pairs of the same"] = Checkpoint(Part.Op(')').Repeat(30, (byte)'q', 0, (byte)'h', 0, 0x86)),

        // Tensors in a storage of four floats.
        ["one element too many"] = Tensor(0, [5], [1]),
        ["offset one too far"] = Tensor(1, [4], [1]),
        ["offset at the end"] = Tensor(4, [1], [1]),
        ["offset beyond the end of a scalar"] = Tensor(4, [], []),
        ["negative offset"] = Tensor(-1, [4], [1]),
        ["offset of 2^62"] = Tensor(1L << 62, [1], [1]),
        ["negative dimension"] = Tensor(0, [-4], [1]),
        ["two negative dimensions"] = Tensor(0, [-2, -2], [2, 1]),
        ["negative stride"] = Tensor(3, [4], [-1]),
        ["negative stride that stays within"] = Tensor(1, [2, 2], [-1, 1]),
        ["stride beyond the end"] = Tensor(0, [2, 2], [3, 1]),
        ["stride of 2^62"] = Tensor(0, [3], [1L << 62]),
        ["stride and dimension that overflow to 0"] = Tensor(0, [(1L << 32) + 1], [1L << 32]),
        ["elements that overflow to 0"] = Tensor(0, [1L << 32, 1L << 32], [0, 0]),
        ["bytes that overflow to 0"] = Tensor(0, [1L << 62], [0]),
        ["bytes that overflow to 16"] = Tensor(0, [(1L << 62) + 4], [0]),
        ["expanded to 4 TB"] = Tensor(0, [1L << 40], [0]),
        ["expanded to 2 MB"] = Tensor(0, [1 << 19], [0]),
        ["expanded in every dimension"] = Tensor(0, [100, 100, 100, 100], [0, 0, 0, 0]),
    };

    public static TheoryData<string> Faults => [.. s_files.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_MalformedFile_NamesFileAndPlace(string fault)
    {
        var (file, location) = s_files[fault];

        Refusal.Of(fault, file()).Location.Should().Be(location);
    }

    [Fact]
    public void Read_NamesThatAreAllPrefix_AreRefusedInBoundedMemory()
    {
        var storage = Part.Storage();
        var entries = Enumerable.Range(0, 2000).Select(i => (string.Concat(Enumerable.Repeat("module.", 140)) + i, Part.Tensor(storage, 5, [1], [1]))).ToArray();

        Refusal.Of("prefixes", PyTorchBytes.Zip(Start.Dict(entries).Stop())).Location.Should().Be("'0'");
    }

    [Fact]
    public void Read_CheckpointWithoutTensors_NamesItsKeys() =>
        Refusal.Of("no tensors", PyTorchBytes.Zip(Start.Dict(("epoch", Part.Int(3)), ("args", Part.Op('}'))).Stop()))
            .Message.Should().Contain("'state_dict', 'model_state_dict', 'model'").And.Contain("found one with [epoch, args]");

    [Fact]
    public void Read_OneTensorUnderAsManyNamesAsAPickleCanHold_IsRefusedInBoundedMemory()
    {
        var names = Start.Op('}').Op('(').Text("first").Tensor(Part.Storage(), 0, [1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]).Op('q').Raw(0);
        for (var i = 0; i < 124_000; i++)
            names.Op('U').Raw(6).Raw(Encoding.ASCII.GetBytes($"{i:D6}")).Op('h').Raw(0);
        names.Text("last").Tensor(Part.Storage(), 4, [1], [1]).Op('u').Stop();

        Refusal.Of("names", PyTorchBytes.Zip(names)).Location.Should().Be("'last'");
    }

    [Fact]
    public void Read_ManyTensorsOfOneStorage_AreBoundedTogether()
    {
        // 64 KiB of storage, 40 times: more than 16 times the file and 1 MiB.
        var storage = Part.Storage("ByteStorage", count: 65_536);
        var entries = Enumerable.Range(0, 40).Select(i => ($"t{i:D2}", Part.Tensor(storage, 0, [65_536], [1]))).ToArray();
        var file = PyTorchBytes.Zip(("net/data.pkl", Start.Dict(entries).Stop().Bytes), ("net/data/0", new byte[65_536]));

        Refusal.Of("40 tensors", file).Location.Should().MatchRegex("^'t3[0-9]'$");
    }

    [Theory]
    [InlineData("state-dict-zip.pth")]
    [InlineData("state-dict-legacy.pth")]
    [InlineData("views-zip.pth")]
    [InlineData("views-legacy.pth")]
    public void Read_FileCutOff_IsRefused(string file)
    {
        var bytes = File.ReadAllBytes(ReferenceTensor.PathOf(file));

        for (var length = 0; length < bytes.Length; length += 8)
            Refusal.Of($"{length} of {bytes.Length} bytes", bytes[..length]);
    }

    [Theory]
    [InlineData("views-zip.pth")]
    [InlineData("views-legacy.pth")]
    public void Read_AnyByteChanged_ReadsOrRefuses(string file)
    {
        var original = File.ReadAllBytes(ReferenceTensor.PathOf(file));
        foreach (byte value in new byte[] { 0x01, 0x02, 0x10, 0x80, 0xFF })
            for (var i = 0; i < original.Length; i++)
            {
                var bytes = (byte[])original.Clone();
                bytes[i] ^= value;
                try
                {
                    PyTorchFile.Read(new MemoryStream(bytes));
                }
                catch (WeightsFormatException)
                {
                }
            }
    }

    [Fact]
    public void Read_RootNamedLikeAParentFolder_IsOnlyAName() =>
        PyTorchFile.Read(new MemoryStream(PyTorchBytes.Zip(("../data.pkl", Weights().Bytes), ("../data/0", PyTorchBytes.FourFloats), ("/etc/x", []))))
            ["a"].ReadSingles().Should().Equal(1, 2, 3, 4);

    [Fact]
    public void Read_HandMadeFiles_AreSoundWithoutTheirFault()
    {
        PyTorchFile.Read(new MemoryStream(PyTorchBytes.Zip(Weights())))["a"].ReadSingles().Should().Equal(1, 2, 3, 4);
        PyTorchFile.Read(new MemoryStream(Legacy(PyTorchBytes.Keys("0"), PyTorchBytes.Storage(4, PyTorchBytes.FourFloats))))["a"]
            .ReadSingles().Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public void Read_ArchiveThatWasPackedAgain_IsRead() =>
        PyTorchFile.Read(new MemoryStream(PyTorchBytes.Zip(CompressionLevel.Optimal, ("net/data.pkl", Weights().Bytes), ("net/data/0", PyTorchBytes.FourFloats))))
            ["a"].ReadSingles().Should().Equal(1, 2, 3, 4);

    [Fact]
    public void Read_RecordsOfNewerPyTorch_ArePassedOver() =>
        PyTorchFile.Read(new MemoryStream(PyTorchBytes.Zip(("net/data.pkl", Weights().Bytes), ("net/.format_version", "1"u8.ToArray()),
            ("net/.storage_alignment", "64"u8.ToArray()), ("net/byteorder", "little"u8.ToArray()), ("net/data/0", PyTorchBytes.FourFloats),
            ("net/version", "3\n"u8.ToArray()), ("net/.data/serialization_id", "0123"u8.ToArray()))))
            ["a"].ReadSingles().Should().Equal(1, 2, 3, 4);

    // {'a': tensor of the storage's first four elements}
    private static PickleBytes Weights(PickleBytes? storage = null) =>
        Start.Dict(("a", Part.Tensor(storage ?? Part.Storage(), 0, [4], [1]))).Stop();

    private static PickleBytes LegacyWeights => Weights(Part.Storage(view: Part.Op('N')));

    private static byte[] Legacy(PickleBytes keys, params byte[][] storages) => PyTorchBytes.Legacy(LegacyWeights, keys, storages);

    // A place counted from where the storages' keys begin.
    private static string KeysOffset(int offset) =>
        $"offset {PyTorchBytes.Legacy(LegacyWeights, Part).Length + offset}";

    // Where the opcode that resolves a storage lies in the older container.
    private static string PersistentIdOffset(PickleBytes storage)
    {
        var before = Start.Op('}').Op('(').Text("a").Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        return $"offset {PyTorchBytes.Legacy(Part, Part).Length + before.Bytes.Length + storage.Bytes.Length - 1}";
    }

    private static (Func<byte[]>, string) Pickle(PickleBytes before, PickleBytes fault) =>
        (() => PyTorchBytes.Zip(Part.Add(before).Add(fault)), $"data.pkl offset {before.Bytes.Length}");

    private static (Func<byte[]>, string) Checkpoint(PickleBytes value) => (() => PyTorchBytes.Zip(Start.Add(value).Stop()), "checkpoint");

    private static (Func<byte[]>, string) Tensor(long offset, long[] shape, long[] strides) =>
        (() => PyTorchBytes.Zip(Start.Dict(("a", Part.Tensor(Part.Storage(), offset, shape, strides))).Stop()), "'a'");

    private static PickleBytes TensorCall(params PickleBytes[] arguments) => Start.Global("torch._utils", "_rebuild_tensor_v2").Tuple(arguments);

    // All but the opcode that resolves it.
    private static PickleBytes Unresolved(PickleBytes storage) => Start.Raw(storage.Bytes[..^1]);

    private static PickleBytes Pairs(params string[] keys)
    {
        var list = Part.Op(']').Op('(');
        foreach (var key in keys)
            list.Op(']').Op('(').Text(key).Op('N').Op('e');
        return list.Op('e');
    }

    // Making the list takes 50,000 steps; each call takes 10,003 of the 200,000 that are left then.
    private static (Func<byte[]>, string) ReduceBomb()
    {
        var list = Start.Global("collections", "OrderedDict").Op('q').Raw(0)
            .Tuple(Pairs([.. Enumerable.Range(0, 10_000).Select(i => $"{i}")])).Op('q').Raw(1);
        byte[] call = [(byte)'h', 0, (byte)'h', 1, (byte)'R'];
        return Pickle(Part.Add(list).Repeat(19, call).Raw(call[..^1]), Part.Op('R').Repeat(100_000, call));
    }

    private static byte[] DamagedDeflate()
    {
        var file = PyTorchBytes.Zip(CompressionLevel.Optimal, ("net/data.pkl", Weights().Bytes), ("net/data/0", new byte[16]));
        var name = Encoding.ASCII.GetBytes("net/data/0");
        var start = file.AsSpan().IndexOf(name) + name.Length;
        file[start] = 0xFF;
        return file;
    }

    private static byte[] Changed(byte[] file, int fromEnd, byte value)
    {
        file[^fromEnd] = value;
        return file;
    }
}

namespace MobileNets.Weights.Tests;

/// <summary>Whatever is not on the allow-list is refused by its name at the opcode that names it.</summary>
public sealed class PyTorchGlobalTests
{
    public static TheoryData<string, string> Forbidden => new()
    {
        { "os", "system" },
        { "posix", "system" },
        { "nt", "system" },
        { "builtins", "eval" },
        { "builtins", "exec" },
        { "builtins", "getattr" },
        { "__builtin__", "eval" },
        { "subprocess", "Popen" },
        { "runpy", "run_path" },
        { "pickle", "loads" },
        { "copyreg", "_reconstructor" },
        { "collections", "OrderedDict.fromkeys" },
        { "collections", "defaultdict" },
        { "argparse", "Namespace" },
        { "numpy.core.multiarray", "_reconstruct" },
        { "torch", "load" },
        { "torch.hub", "load" },
        { "torch.jit", "load" },
        { "torch", "FloatStorage.from_file" },
        { "torch", "ComplexFloatStorage" },
        { "torch", "QInt8Storage" },
        { "torch.storage", "_load_from_bytes" },
        { "torch._utils", "_import_dotted_name" },
        { "torch._utils", "_rebuild_qtensor" },
        { "torchvision.models.mobilenetv2", "MobileNetV2" },
        { "__main__", "Net" },
        { "Torch", "floatstorage" },
        { "", "" },
    };

    private static PickleBytes Call => PickleBytes.Part.Tuple(PickleBytes.Part.Text("echo harm")).Op('R').Stop();

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Read_ForbiddenGlobal_IsRefusedByName(string module, string name) =>
        Expect(PyTorchBytes.Zip(PickleBytes.Start.Global(module, name).Add(Call)), "data.pkl offset 2", $"{module}.{name}");

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Read_ForbiddenGlobalFromTheStack_IsRefusedByName(string module, string name)
    {
        var names = PickleBytes.Start.Text(module).Text(name);

        Expect(PyTorchBytes.Zip(PickleBytes.Part.Add(names).Raw(0x93).Add(Call)), $"data.pkl offset {names.Bytes.Length}", $"{module}.{name}");
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Read_ForbiddenGlobalInTheOlderContainer_IsRefusedByName(string module, string name)
    {
        var pickle = PickleBytes.Start.Global(module, name).Add(Call);
        var offset = PyTorchBytes.Magic.Length + PyTorchBytes.Protocol(1001).Length + PyTorchBytes.Machine(true).Length + 2;

        Expect(PyTorchBytes.Legacy(pickle, PyTorchBytes.Keys()), $"offset {offset}", $"{module}.{name}");
    }

    [Fact]
    public void Read_ForbiddenGlobalInPlaceOfTheMagicNumber_IsRefusedByName() =>
        Expect(PickleBytes.Start.Global("os", "system").Add(Call).Bytes, "offset 2", "os.system");

    [Fact]
    public void Read_GlobalWithControlCharacters_IsQuotedOnOneShortLine()
    {
        var names = PickleBytes.Start.Text("os\n\u001b[2J").Text(new string('x', 900));

        var refusal = Refusal.Of("control characters", PyTorchBytes.Zip(PickleBytes.Part.Add(names).Raw(0x93)));

        refusal.Message.Should().Contain("found os\\u000a\\u001b[2J.xxx").And.NotContain("\u001b");
        refusal.Message.Length.Should().BeLessThan(600);
    }

    private static void Expect(byte[] file, string location, string name)
    {
        var refusal = Refusal.Of(name, file);
        refusal.Location.Should().Be(location);
        refusal.Message.Should().Contain($"found {name}. ").And.Contain("torch.save(model.state_dict(), path)");
    }
}

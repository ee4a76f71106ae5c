using MobileNets.Weights.Fuzz.Mutation;

namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>Opcodes of the object's and the keys' pickles and the storages behind them are changed.</summary>
internal sealed class PyTorchLegacyTarget() : FuzzTarget("pytorch-legacy", [.. Names.Select(RealFile.Bytes)])
{
    // Magic number, protocol, machine; object, keys.
    private const int Pickles = 5;
    private const int HeadPickles = 3;

    private static readonly string[] Names =
    [
        "state-dict-legacy.pth", "state-dict-legacy-protocol-4.pth", "types-legacy.pth", "views-legacy.pth", "python-2-dict-legacy.pth",
        "checkpoint-legacy.pth",
    ];

    private static readonly (List<byte[]>[] Pickles, byte[] Storages)[] Parts = [.. Names.Select(name => Split(RealFile.Bytes(name)))];

    // The number 0x1950a86a20f9469cfc6c and the protocol 1001.
    private static ReadOnlySpan<byte> Magic => [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    private static ReadOnlySpan<byte> Protocol => [(byte)'M', 0xE9, 0x03, (byte)'.'];

    public override bool PassesOuterLayer(byte[] input)
    {
        var magic = input.AsSpan().IndexOf(Magic);
        if (magic is < 2 or > 11)
            return false;
        var rest = input.AsSpan(magic + Magic.Length);
        return rest.IndexOf(Protocol) is >= 2 and <= 11 && rest[0] == 0x80;
    }

    public override void Read(byte[] input) => Oracle.Check(PyTorchFile.Read(new MemoryStream(input)));

    protected override byte[] MutateFormat(Random random, int chosen)
    {
        var (pickles, storages) = Parts[chosen];
        var changed = random.Next(16) switch { 0 => random.Next(HeadPickles), 1 or 2 => HeadPickles + 1, _ => HeadPickles };
        var mutated = pickles.SelectMany((opcodes, i) => i == changed ? PickleOpcodes.Mutate(random, opcodes) : [.. opcodes.SelectMany(opcode => opcode)]);
        return [.. mutated, .. random.Next(4) == 0 ? ByteMutator.Mutate(random, storages, [storages]) : storages];
    }

    private static (List<byte[]>[] Pickles, byte[] Storages) Split(ReadOnlySpan<byte> bytes)
    {
        var pickles = new List<byte[]>[Pickles];
        for (var i = 0; i < Pickles; i++)
            pickles[i] = PickleOpcodes.Take(ref bytes);
        return (pickles, bytes.ToArray());
    }
}

using System.Collections;
using System.Numerics;

namespace MobileNets.Weights;

/// <summary>
/// Interprets a pickle (CPython, <c>Lib/pickle.py</c>) as far as weights need it. Its values are null, <see cref="bool"/>,
/// <see cref="long"/> (<see cref="BigInteger"/> beyond 64 bits), <see cref="double"/>, <see cref="string"/>, arrays for
/// tuples, <see cref="List{T}"/>, <see cref="OrderedDictionary{TKey, TValue}"/>, <see cref="PickleGlobal"/>,
/// <see cref="StorageReference"/> and <see cref="TensorReference"/>.
/// </summary>
/// <remarks>
/// Nothing here or behind it walks values recursively, so depth and cycles cost no more than the opcodes that make them.
/// Of dictionaries only entries with text for a key are kept, since only those can be weights.
/// </remarks>
internal sealed class PickleMachine(PickleInput input)
{
    // A tensor takes 35 opcodes, so this is a network of 2,000 with two moments of an optimiser. It bounds time, stack and
    // memo, and with them memory to some tens of megabytes.
    private const int MaximumSteps = 250_000;

    private readonly PickleStack _stack = new(input);
    // No array: a pickle may begin to count wherever it likes.
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly Dictionary<string, StorageReference> _storages = [];
    private int _steps;

    /// <summary>The storages that the pickle has named, by key.</summary>
    public IReadOnlyDictionary<string, StorageReference> Storages => _storages;

    /// <summary>Runs to the end of the pickle.</summary>
    /// <returns>The pickled value.</returns>
    /// <exception cref="WeightsFormatException">The pickle is damaged, too large, or names what is not allowed.</exception>
    public object? Run()
    {
        while (true)
        {
            var opcode = input.ReadOpcode();
            Spend(1);
            if (opcode == PickleOpcode.Stop)
                return _stack.Pop();
            Execute(opcode);
        }
    }

    /// <summary>What kind of value it is, in Python's words.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        bool => "a bool",
        long or BigInteger => "an int",
        double => "a float",
        string => "a string",
        object?[] => "a tuple",
        List<object?> => "a list",
        IDictionary => "a dictionary",
        PickleGlobal known => known.Name,
        StorageReference => "a storage",
        _ => "a tensor",
    };

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                var protocol = input.ReadByte();
                if (protocol is < 2 or > 5)
                    throw input.Refuse($"expected pickle protocol 2 to 5, found {protocol}");
                break;
            case PickleOpcode.Frame:
                input.SkipFrameLength();
                break;

            case PickleOpcode.None:
                _stack.Push(null);
                break;
            case PickleOpcode.NewTrue:
                _stack.Push(true);
                break;
            case PickleOpcode.NewFalse:
                _stack.Push(false);
                break;
            case PickleOpcode.BinInt:
                _stack.Push((long)input.ReadInt32());
                break;
            case PickleOpcode.BinInt1:
                _stack.Push((long)input.ReadByte());
                break;
            case PickleOpcode.BinInt2:
                _stack.Push((long)input.ReadUInt16());
                break;
            case PickleOpcode.Long1:
                var integer = new BigInteger(input.ReadBytes(input.ReadByte()));
                _stack.Push(integer >= long.MinValue && integer <= long.MaxValue ? (object)(long)integer : integer);
                break;
            case PickleOpcode.BinFloat:
                _stack.Push(input.ReadDouble());
                break;
            case PickleOpcode.BinUnicode:
                _stack.Push(input.ReadText(input.ReadUInt32()));
                break;
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString:
                _stack.Push(input.ReadText(input.ReadByte()));
                break;

            case PickleOpcode.Mark:
                _stack.Mark();
                break;
            case PickleOpcode.EmptyTuple:
                _stack.Push(Array.Empty<object?>());
                break;
            case PickleOpcode.Tuple1:
                _stack.Push(_stack.Pop(1));
                break;
            case PickleOpcode.Tuple2:
                _stack.Push(_stack.Pop(2));
                break;
            case PickleOpcode.Tuple3:
                _stack.Push(_stack.Pop(3));
                break;
            case PickleOpcode.Tuple:
                _stack.Push(_stack.PopToMark());
                break;
            case PickleOpcode.EmptyList:
                _stack.Push(new List<object?>());
                break;
            case PickleOpcode.Append:
                var item = _stack.Pop();
                _stack.Peek<List<object?>>("a list").Add(item);
                break;
            case PickleOpcode.Appends:
                var items = _stack.PopToMark();
                _stack.Peek<List<object?>>("a list").AddRange(items);
                break;
            case PickleOpcode.EmptyDict:
                _stack.Push(new OrderedDictionary<string, object?>());
                break;
            case PickleOpcode.SetItem:
                SetItems(_stack.Pop(2));
                break;
            case PickleOpcode.SetItems:
                SetItems(_stack.PopToMark());
                break;

            case PickleOpcode.BinPut:
                _memo[input.ReadByte()] = _stack.Peek();
                break;
            case PickleOpcode.LongBinPut:
                _memo[input.ReadUInt32()] = _stack.Peek();
                break;
            case PickleOpcode.Memoize:
                _memo[(uint)_memo.Count] = _stack.Peek();
                break;
            case PickleOpcode.BinGet:
                _stack.Push(Recall(input.ReadByte()));
                break;
            case PickleOpcode.LongBinGet:
                _stack.Push(Recall(input.ReadUInt32()));
                break;

            case PickleOpcode.Global:
                var module = input.ReadLine();
                _stack.Push(Allowed(module, input.ReadLine()));
                break;
            case PickleOpcode.StackGlobal:
                _stack.Push(_stack.Pop(2) is [string from, string name]
                    ? Allowed(from, name)
                    : throw input.Refuse("expected a module's and a global's name, found other values"));
                break;
            case PickleOpcode.Reduce:
                _stack.Push(Rebuild(_stack.Pop(2)));
                break;
            case PickleOpcode.Build:
                // What is set on a state dict is its _metadata: module versions, no weights.
                if (_stack.Pop() is not IDictionary)
                    throw input.Refuse("expected a dictionary of attributes, found another value");
                _stack.Peek<OrderedDictionary<string, object?>>("a dictionary");
                break;
            case PickleOpcode.BinPersistentId:
                _stack.Push(Storage(_stack.Pop()));
                break;
            default:
                throw input.Refuse($"expected an opcode of a state dict, found 0x{(byte)opcode:X2}", PyTorchCure.SaveStateDict);
        }
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
            throw input.Refuse("expected a value for each key, found a key without one");
        var dictionary = _stack.Peek<OrderedDictionary<string, object?>>("a dictionary");
        for (var i = 0; i < items.Length; i += 2)
            if (items[i] is string key && !dictionary.TryAdd(key, items[i + 1]))
                throw input.Refuse($"expected different keys, found '{key}' twice");
    }

    private PickleGlobal Allowed(string module, string name) => PickleGlobal.Find($"{module}.{name}")
        ?? throw input.Refuse($"expected tensors and plain values, found {module}.{name}", PyTorchCure.SaveStateDict);

    private object Rebuild(object?[] call)
    {
        if (call is not [PickleGlobal { Rebuild: { } rebuild } function, object?[] arguments])
            throw input.Refuse($"expected a call of an allowed function, found one of {Describe(call[0])}", PyTorchCure.SaveStateDict);
        // A memo can hand the same long list to many calls.
        foreach (var argument in arguments)
            Spend(argument is ICollection values ? values.Count : 1);
        return rebuild(arguments) ?? throw input.Refuse($"expected arguments that {function.Name} takes, found others");
    }

    // ('storage', class, key, device, numel), followed in the older container by a view of the storage or None.
    private StorageReference Storage(object? id)
    {
        if (id is not object?[] { Length: 5 or 6 } parts
            || parts is not ["storage", PickleGlobal { ElementType: { } type }, string key, string, long count, ..])
            throw input.Refuse("expected a storage's class, key, device and size, found another persistent id");
        if (parts is [.., not null] and { Length: 6 })
            throw input.Refuse("expected a whole storage, found a view of one",
                "Load it in Python with a current PyTorch and save it again: torch.save(torch.load(path), path).");
        if (count < 0 || count > Array.MaxLength / type.BytesPerElement())
            throw input.Refuse($"expected a storage of at most {Array.MaxLength} bytes, found {count} elements of {type}");

        var storage = new StorageReference(key, type, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
            throw input.Refuse($"expected storage '{key}' with the type and size that it had before, found {type} and {count}");
        return _storages[key];
    }

    private object? Recall(uint index) => _memo.TryGetValue(index, out var value)
        ? value
        : throw input.Refuse($"expected a remembered value {index}, found none");

    private void Spend(int steps)
    {
        _steps += steps;
        if (_steps > MaximumSteps)
            throw input.Refuse($"expected at most {MaximumSteps} opcodes and arguments, found more", PyTorchCure.SaveStateDict);
    }
}

using System.Runtime.CompilerServices;
using TorchSharp;

namespace SystemTorch.Interop;

/// <summary>
/// An ATen operator, found by name when it is first called. The shim fills the schema's defaults for arguments that are
/// not given and refuses arguments that the schema does not take.
/// </summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int MaxResults = 64;
    private nint _handle;

    /// <summary>Calls the operator and returns its one tensor.</summary>
    internal torch.Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Expect(1, Invoke(arguments, &result, 1));
        return new torch.Tensor((nint)result.Bits);
    }

    /// <summary>Calls an operator that writes to <paramref name="self"/> and returns it: the same object, as TorchSharp does.</summary>
    internal torch.Tensor CallInPlace(torch.Tensor self, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Expect(1, Invoke(arguments, &result, 1));
        NativeMethods.st_release((nint)result.Bits);
        return self;
    }

    internal (torch.Tensor, torch.Tensor) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Expect(2, Invoke(arguments, results, 2));
        return (new torch.Tensor((nint)results[0].Bits), new torch.Tensor((nint)results[1].Bits));
    }

    internal torch.Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[MaxResults];
        var tensors = new torch.Tensor[Invoke(arguments, results, MaxResults)];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new torch.Tensor((nint)results[i].Bits);
        return tensors;
    }

    internal bool CallBool(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Expect(1, Invoke(arguments, &result, 1));
        return result.Bits != 0;
    }

    private void Expect(int expected, int actual)
    {
        if (actual != expected)
            throw new InvalidOperationException($"{name} returned {actual} values, {expected} expected.");
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        if (_handle == 0)
        {
            NativeMethods.Check(NativeMethods.st_operator(name, overload, out var found));
            _handle = found;
        }

        var values = stackalloc NativeValue[arguments.Length];
        var lists = stackalloc byte[ListBytes(arguments)];
        for (var i = 0; i < arguments.Length; i++)
        {
            ref readonly var argument = ref arguments[i];
            values[i] = new NativeValue { Tag = argument.Tag, Count = argument.Count, Bits = argument.Bits };
            if (argument.Tag is ValueTag.IntList or ValueTag.DoubleList or ValueTag.TensorList or ValueTag.String)
            {
                values[i].Bits = (nint)lists;
                values[i].Count = CopyList(argument.Reference!, ref lists);
            }
        }
        int count;
        NativeMethods.Check(NativeMethods.st_call(_handle, values, arguments.Length, results, capacity, &count));
        // A finalizer may not release a tensor whose handle is in use: the objects stay reachable until here.
        foreach (ref readonly var argument in arguments)
            GC.KeepAlive(argument.Reference);
        return count;
    }

    private static int ListBytes(ReadOnlySpan<Argument> arguments)
    {
        var bytes = 0;
        foreach (ref readonly var argument in arguments)
            if (argument.Reference is Array array)
                bytes += (array.Length + 1) * sizeof(long);
        return bytes;
    }

    private static int CopyList(object list, ref byte* destination)
    {
        switch (list)
        {
            case long[] integers:
                integers.CopyTo(new Span<long>(destination, integers.Length));
                destination += integers.Length * sizeof(long);
                return integers.Length;
            case double[] numbers:
                numbers.CopyTo(new Span<double>(destination, numbers.Length));
                destination += numbers.Length * sizeof(double);
                return numbers.Length;
            case byte[] text:
                text.CopyTo(new Span<byte>(destination, text.Length));
                destination += (text.Length + 7) & ~7;
                return text.Length;
            case torch.Tensor[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                    ((nint*)destination)[i] = tensors[i].Handle;
                destination += tensors.Length * sizeof(nint);
                return tensors.Length;
            default:
                throw new NotSupportedException(list.GetType().Name);
        }
    }
}

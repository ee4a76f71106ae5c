using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SystemTorch.Interop;

/// <summary>The functions of <c>native/shim.cpp</c>. Non-zero results are for <see cref="Check"/>.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "SystemTorchNative";
    private const int ManagedException = 2;

    static NativeMethods()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
        st_keep_freed_memory();
        st_managed_callbacks(&ManagedCallbacks.Apply, &ManagedCallbacks.Free);
        // libtorch starts with one thread in a process whose OpenMP it did not initialise.
        Check(st_set_threads(Environment.ProcessorCount));
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        var file = Path.Combine(AppContext.BaseDirectory, "libSystemTorchNative.so");
        if (!File.Exists(file))
            throw new DllNotFoundException($"{file} is missing. Run ./build.sh in the repository: it builds the library over this system's libtorch.");
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException($"{file} could not be loaded; it was built over another libtorch than this system has, or libtorch is gone. Run ./build.sh again (Debian: apt-get install libtorch-dev). {e.Message}", e);
        }
    }

    /// <summary>Throws what the failed call left behind.</summary>
    internal static void Check(int status)
    {
        if (status == 0)
            return;
        if (status == ManagedException)
            ManagedCallbacks.Rethrow();
        var message = Marshal.PtrToStringUTF8((nint)st_last_error())!;
        throw message.StartsWith("Tensor invalid", StringComparison.Ordinal)
            ? new InvalidOperationException(message)
            : new ExternalException(message);
    }

    [LibraryImport(Library)] internal static partial byte* st_last_error();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int st_operator(string name, string overload, out nint handle);
    [LibraryImport(Library)] internal static partial int st_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, int* resultCount);
    [LibraryImport(Library)] internal static partial void st_release(nint tensor);
    [LibraryImport(Library)] internal static partial void st_retain(nint tensor);
    [LibraryImport(Library)] internal static partial int st_info(nint tensor, TensorInfo* info);
    [LibraryImport(Library)] internal static partial int st_backward(nint[] tensors, int count, nint[] gradients, int gradientCount, int retainGraph, int createGraph, nint[] inputs, int inputCount);
    [LibraryImport(Library)] internal static partial int st_gradients(nint[] outputs, int count, nint[] gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint[] inputs, int inputCount, [In, Out] nint[] results);
    [LibraryImport(Library)] internal static partial nint st_managed_exception();
    [LibraryImport(Library)] internal static partial void st_forget_exception();
    [LibraryImport(Library)] internal static partial void st_managed_callbacks(delegate* unmanaged<nint, nint*, int, nint*, nint> apply, delegate* unmanaged<nint, void> release);
    [LibraryImport(Library)] internal static partial int st_node(nint[] inputs, int count, nint context, out nint owner, out nint node);
    [LibraryImport(Library)] internal static partial void st_release_node(nint owner);
    [LibraryImport(Library)] internal static partial int st_wrap_outputs(nint owner, int materialize, nint[] inputs, int count, nint[] nonDifferentiable, int nonDifferentiableCount, nint[] dirty, int dirtyCount, nint[] outputs, int outputCount, [In, Out] nint[] results);
    [LibraryImport(Library)] internal static partial int st_save(nint node, nint[] tensors, int count);
    [LibraryImport(Library)] internal static partial int st_saved(nint node, [In, Out] nint[] results);
    [LibraryImport(Library)] internal static partial int st_grad(nint tensor, out nint gradient);
    [LibraryImport(Library)] internal static partial int st_set_grad(nint tensor, nint gradient);
    [LibraryImport(Library)] internal static partial int st_set_requires_grad(nint tensor, int requiresGrad);
    [LibraryImport(Library)] internal static partial int st_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int st_grad_mode();
    [LibraryImport(Library)] internal static partial void st_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial int st_inference_mode();
    [LibraryImport(Library)] internal static partial nint st_enter_inference_mode(int enabled);
    [LibraryImport(Library)] internal static partial void st_leave_inference_mode(nint guard);
    [LibraryImport(Library)] internal static partial int st_set_threads(int threads);
    [LibraryImport(Library)] internal static partial int st_threads();
    [LibraryImport(Library)] internal static partial int st_default_generator(out nint generator);
    [LibraryImport(Library)] internal static partial int st_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong st_initial_seed(nint generator);
    [LibraryImport(Library)] internal static partial int st_generator_state(nint generator, out nint state);
    [LibraryImport(Library)] internal static partial int st_set_generator_state(nint generator, nint state);
    [LibraryImport(Library)] internal static partial byte* st_version();
    [LibraryImport(Library)] internal static partial byte* st_parallel_info();
    [LibraryImport(Library)] internal static partial void st_keep_freed_memory();
}

/// <summary>The shim's tagged value: an argument or a result of an operator.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueTag Tag;
    public int Count;
    public long Bits;
}

/// <summary>The shim's <c>Tag</c>.</summary>
internal enum ValueTag
{
    None, Tensor, Int, Double, Bool, IntList, DoubleList, TensorList, String, Device, Generator, Default,
}

/// <summary>What the shim says of a tensor; the pointers live as long as the tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public void* Data;
    public long* Sizes;
    public long* Strides;
    public long Dimensions;
    public long Elements;
    public long ElementSize;
    public long StorageOffset;
    public long OwnedBytes;
    public int DataType;
    public int DeviceType;
    public int DeviceIndex;
    public TensorFlags Flags;
}

[Flags]
internal enum TensorFlags
{
    RequiresGrad = 1, Leaf = 2, Contiguous = 4,
}

using System.Runtime.InteropServices;
using SystemTorch.Interop;

namespace TorchSharp;

/// <summary>PyTorch's <c>torch</c> module, as TorchSharp spells it.</summary>
public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;

    /// <summary>libtorch's version.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.st_version())!;

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(string description) => new(description);

    public static int get_num_threads() => NativeMethods.st_threads();

    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.st_set_threads(num));

    /// <summary>Opens a scope that owns the tensors made on this thread until it is disposed.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThread.Open();

    /// <summary>Runs <paramref name="expr"/> in a scope of its own that only its result leaves.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.st_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.st_inference_mode() != 0;

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Sets this thread's gradient mode until disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool _previous = is_grad_enabled();

        internal GradMode(bool enabled) => NativeMethods.st_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.st_set_grad_mode(_previous ? 1 : 0);
    }

    /// <summary>Sets this thread's inference mode until disposed.</summary>
    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.st_enter_inference_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0)
                NativeMethods.st_leave_inference_mode(_guard);
            _guard = 0;
        }
    }
}

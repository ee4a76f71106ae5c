using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace SystemTorch.Interop;

/// <summary>What the shim calls: libtorch's engine comes to a custom function's node, or lets go of an object.</summary>
internal static unsafe class ManagedCallbacks
{
    /// <summary>Hands gradients to a context and puts what it computes into <paramref name="results"/>.</summary>
    /// <returns>Null, or the handle of what was thrown: an exception may not unwind native frames.</returns>
    [UnmanagedCallersOnly]
    internal static nint Apply(nint context, nint* gradients, int count, nint* results)
    {
        try
        {
            var given = new List<torch.Tensor>(count);
            for (var i = 0; i < count; i++)
                given.Add(new torch.Tensor(gradients[i]));
            var computed = ((torch.autograd.AutogradContext)GCHandle.FromIntPtr(context).Target!).Backward(given);
            for (var i = 0; i < computed.Count; i++)
                if ((results[i] = HandleOrNull(computed[i])) != 0)
                    NativeMethods.st_retain(results[i]);
            // No finalizer may release what has not been retained yet.
            GC.KeepAlive(computed);
            return 0;
        }
        catch (Exception e)
        {
            return GCHandle.ToIntPtr(GCHandle.Alloc(ExceptionDispatchInfo.Capture(e)));
        }
    }

    [UnmanagedCallersOnly]
    internal static void Free(nint handle)
    {
        var allocated = GCHandle.FromIntPtr(handle);
        (allocated.Target as torch.autograd.AutogradContext)?.NodeIsGone();
        allocated.Free();
    }

    internal static nint HandleOrNull(torch.Tensor? tensor) => tensor is null or { IsInvalid: true } ? 0 : tensor.Handle;

    /// <summary>Throws on what came back through the shim, as the object that was thrown.</summary>
    internal static void Rethrow()
    {
        var thrown = (ExceptionDispatchInfo)GCHandle.FromIntPtr(NativeMethods.st_managed_exception()).Target!;
        NativeMethods.st_forget_exception();
        thrown.Throw();
    }
}

using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// One reference to a libtorch tensor. It is released by <see cref="Dispose()"/>, by the dispose scope it was made in,
    /// or, when forgotten, by its finalizer.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private const long WorthCountingBytes = 4096;
        private const long CollectAfterBytes = 256L << 20;

        private static long s_totalCount;
        private static long s_peakCount;
        private static long s_undisposedBytes;

        private nint _handle;
        private long _countedBytes;

        /// <param name="handle">A reference that is this object's from now on, or 0: no tensor, and <see cref="IsInvalid"/>.</param>
        internal Tensor(nint handle)
        {
            _handle = handle;
            if (handle == 0)
                return;
            var count = Interlocked.Increment(ref s_totalCount);
            if (count > Volatile.Read(ref s_peakCount))
                Volatile.Write(ref s_peakCount, count);
            if (DisposeScopeManager.OfThread.Innermost is { } scope)
                scope.Add(this);
            else
                CountUndisposed();
        }

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Tensors that are alive in this process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        public IntPtr Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == 0;

        public string? name { get; set; }

        public void Dispose()
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            NativeMethods.st_release(handle);
            Interlocked.Decrement(ref s_totalCount);
            if (disposing)
                TakeOffCount();
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope!);

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (OwningDisposeScope is { } owner)
                owner.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        /// <summary>Gives the native reference to the caller and leaves this object empty.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
                Interlocked.Decrement(ref s_totalCount);
            TakeOffCount();
            return handle;
        }

        /// <summary>
        /// Counts what hangs on this small object where only its finalizer might free it, and lets the collector look for
        /// forgotten tensors now and then. A scope's tensors go with the scope, and what is disposed is taken off again:
        /// <see cref="GC.AddMemoryPressure"/> would not do so, and collects ten times in one forward pass.
        /// </summary>
        internal void CountUndisposed()
        {
            if (_countedBytes > 0 || !TryInfo(out var info) || info.OwnedBytes < WorthCountingBytes)
                return;
            _countedBytes = info.OwnedBytes;
            if (Interlocked.Add(ref s_undisposedBytes, _countedBytes) < CollectAfterBytes)
                return;
            Interlocked.Exchange(ref s_undisposedBytes, 0);
            GC.Collect();
        }

        // What was counted before the last collection is no longer in the sum, which may not fall below nothing.
        private void TakeOffCount()
        {
            if (Interlocked.Add(ref s_undisposedBytes, -_countedBytes) < 0)
                Interlocked.Exchange(ref s_undisposedBytes, 0);
        }

        private unsafe bool TryInfo(out TensorInfo info)
        {
            TensorInfo result = default;
            var known = _handle != 0 && NativeMethods.st_info(_handle, &result) == 0;
            info = result;
            return known;
        }

        /// <summary>What libtorch says of this tensor now. Its pointers are valid while this object is kept alive.</summary>
        internal unsafe TensorInfo Info()
        {
            TensorInfo info;
            NativeMethods.Check(NativeMethods.st_info(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }
    }
}

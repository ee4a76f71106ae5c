using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>The state of the default CPU generator, as bytes.</summary>
        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <summary>A source of random numbers; here always libtorch's default CPU generator.</summary>
    public class Generator : IDisposable
    {
        private static readonly Lazy<Generator> s_default = new(() =>
        {
            NativeMethods.Check(NativeMethods.st_default_generator(out var handle));
            return new Generator(handle);
        });

        private Generator(nint handle) => Handle = handle;

        public static Generator Default => s_default.Value;

        public IntPtr Handle { get; }

        public Device device => CPU;

        public Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.st_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed() => (long)NativeMethods.st_initial_seed(Handle);

        public Tensor get_state()
        {
            NativeMethods.Check(NativeMethods.st_generator_state(Handle, out var state));
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.st_set_generator_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        protected virtual void Dispose(bool disposing)
        {
        }

        /// <summary>The default generator lives as long as the process.</summary>
        public void Dispose() => Dispose(true);
    }
}

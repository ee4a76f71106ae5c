using System.Numerics;
using System.Runtime.CompilerServices;

#pragma warning disable CA1822, CS0067, CS0169, CS0414, CS0649, CS8981 // members are there to be listed

namespace TorchSharp.Modules;

/// <summary>Every kind of member that the listing's conventions speak of.</summary>
public static class SurfaceSamples
{
    public enum Mode : byte
    {
        None = 0,
        Half = 7,
    }

    public delegate nint Callback(int id, out long length);

    public interface IStage<T, TResult>
    {
        TResult call(T input1);

        long? Maximum { get; set; }
    }

    public abstract class Stage : IDisposable
    {
        protected readonly string name;
        protected Dictionary<string, (Stage, bool)> buffers = [];
        internal int hidden;
        private protected int hiddenToo;

        protected Stage(string name) => this.name = name;

        internal Stage() => name = "";

        ~Stage() => Dispose(false);

        public bool training { get; private set; }

        public virtual long Count => 0;

        public int event_dim { get; protected set; }

        protected IList<string?> Names => [];

        public string this[int index] { get => name; set => hidden = index; }

        public string this[string key] => name;

        public void Dispose() => Dispose(true);

        public override string ToString() => name;

        public virtual IEnumerable<(string name, Stage module)> named_children() => [];

        public abstract long forward(long input);

        protected internal virtual Stage _to(Mode mode, bool non_blocking) => this;

        protected virtual void Dispose(bool disposing) { }

        private protected virtual void HiddenToo() { }

        public static bool TryGet(ref string key, out Stage? value) => throw new NotSupportedException();
    }

    public sealed class Block<T> : Stage, IStage<T, T[]>
        where T : notnull
    {
        public const double Momentum = 0.9;

        public static readonly Block<T> Empty = new();

        public Block(params (string, Stage)[] modules) => Modules = modules;

        [Obsolete("listed with a mark")]
        public (T, T)? Last { get; set; }

        public override long Count => 1;

        public static Block<T> Default { get; set; } = new();

        private (string, Stage)[] Modules { get; }

        long? IStage<T, T[]>.Maximum { get; set; }

        public T[] call(T input1) => [input1];

        public override long forward(long input) => input;

        protected internal override Stage _to(Mode mode, bool non_blocking) => this;

        [Obsolete("listed with a mark")]
        public (TFirst, TSecond) Detach<TFirst, TSecond>(TFirst first, TSecond second) => (first, second);

        public void Fill(
            Mode mode = Mode.Half, Mode? other = null, float? tolerance = null, double eps = 1e-8, float beta = 1, bool full = false,
            string reduction = "mean", char triangle = 'L', ulong seed = 0, short small = -1, Block<T>? next = null,
            ReadOnlySpan<long> dims = default, CancellationToken cancellation = default) { }

        public T[,] Reshape(params long[] shape) => throw new NotSupportedException();

        public void Scatter(in long position, Memory<sbyte> data, Action<Func<T, uint?>> then) { }

        public static Block<T> operator +(Block<T> left, double right) => left;

        public static implicit operator Block<T>(Complex value) => new();

        public static explicit operator Half(Block<T> value) => default;

        public sealed class Handle<TKey> : Stage
        {
            internal Handle() { }

            public override long forward(long input) => input;

            public Handle<TKey> Next() => this;
        }
    }

    public struct Shape
    {
        public Shape(params IEnumerable<long> sizes) { }

        public readonly (int, int, int, int, int, int, int, int, int) Nine() => default;
    }

    public static int Size(this Shape shape) => 0;

    internal sealed class Hidden
    {
        public sealed class NestedInHidden;
    }
}

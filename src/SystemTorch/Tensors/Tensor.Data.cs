using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The bytes of a contiguous CPU tensor, in place. The span is valid while this object is kept alive.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info();
                if (info.DeviceType != (int)DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the CPU before reading.");
                if (!info.Flags.HasFlag(SystemTorch.Interop.TensorFlags.Contiguous))
                    throw new InvalidOperationException("Only the bytes of a contiguous tensor can be had; call contiguous() first.");
                return new Span<byte>(info.Data, checked((int)(info.Elements * info.ElementSize)));
            }
            set
            {
                if (value.Length != bytes.Length)
                    throw new ArgumentException($"{value.Length} bytes given for a tensor of {bytes.Length} bytes.");
                value.CopyTo(bytes);
            }
        }

        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor with one element.</summary>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1)
                throw new ArgumentException($"Number of elements in the tensor must be 1, not {numel()}.");
            using var accessor = data<T>();
            return accessor.First();
        }

        public unsafe T ReadCpuValue<T>(long i) where T : unmanaged
        {
            ValidateType(typeof(T));
            if (i < 0 || i >= numel())
                throw new IndexOutOfRangeException("The index is greater than the number of elements in the tensor");
            using var accessor = data<T>();
            return accessor.Element(i);
        }

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        /// <summary>The value of a tensor with one element, as a scalar of its type.</summary>
        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Float32 => item<float>(),
            ScalarType.Float64 => item<double>(),
            ScalarType.Int64 => item<long>(),
            ScalarType.Int32 => item<int>(),
            ScalarType.Int16 => item<short>(),
            ScalarType.Int8 => item<sbyte>(),
            ScalarType.Byte => item<byte>(),
            ScalarType.Bool => item<bool>(),
            var other => throw new NotSupportedException($"No scalar of type {other}."),
        };

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        internal void ValidateType(Type type)
        {
            if (DataType(type) != dtype)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        private static ScalarType DataType(Type type) => Type.GetTypeCode(type) switch
        {
            TypeCode.Single => ScalarType.Float32,
            TypeCode.Double => ScalarType.Float64,
            TypeCode.Int64 => ScalarType.Int64,
            TypeCode.Int32 => ScalarType.Int32,
            TypeCode.Int16 => ScalarType.Int16,
            TypeCode.SByte => ScalarType.Int8,
            TypeCode.Byte => ScalarType.Byte,
            TypeCode.Boolean => ScalarType.Bool,
            _ when type == typeof(Half) => ScalarType.Float16,
            _ => throw new ArgumentException($"{type} is not an element type of tensors."),
        };
    }
}

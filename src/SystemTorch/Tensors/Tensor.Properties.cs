using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public ScalarType dtype => (ScalarType)Info().DataType;

        public Device device => new(device_type, device_index);

        public DeviceType device_type => (DeviceType)Info().DeviceType;

        public int device_index => Info().DeviceIndex;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public unsafe long[] shape
        {
            get
            {
                var info = Info();
                var result = new ReadOnlySpan<long>(info.Sizes, (int)info.Dimensions).ToArray();
                GC.KeepAlive(this);
                return result;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            var sizes = shape;
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        public unsafe long[] stride()
        {
            var info = Info();
            var result = new ReadOnlySpan<long>(info.Strides, (int)info.Dimensions).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public long dim() => Info().Dimensions;

        public long ndim => dim();

        public long Dimensions => dim();

        public long numel() => Info().Elements;

        public long NumberOfElements => numel();

        public long element_size() => Info().ElementSize;

        public long ElementSize => element_size();

        public long storage_offset() => Info().StorageOffset;

        public bool is_contiguous() => Info().Flags.HasFlag(TensorFlags.Contiguous);

        public bool is_leaf => Info().Flags.HasFlag(TensorFlags.Leaf);

        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

        public bool is_integral() => dtype is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;

        public override string ToString() => IsInvalid ? "[empty]" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
    }
}

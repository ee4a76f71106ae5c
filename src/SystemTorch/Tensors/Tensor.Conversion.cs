using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_to = new("aten::to", "dtype_layout");
        private static readonly Operator s_clone = new("aten::clone");
        private static readonly Operator s_detach = new("aten::detach");
        private static readonly Operator s_detach_ = new("aten::detach_");
        private static readonly Operator s_copy_ = new("aten::copy_");
        private static readonly Operator s_fill_ = new("aten::fill_", "Scalar");
        private static readonly Operator s_zero_ = new("aten::zero_");
        private static readonly Operator s_normal_ = new("aten::normal_");
        private static readonly Operator s_uniform_ = new("aten::uniform_");
        private static readonly Operator s_bernoulli_ = new("aten::bernoulli_", "float");

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(s_to.Call(this, type, Argument.Default, device, Argument.Default, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(s_to.Call(this, type, Argument.Default, Argument.Default, Argument.Default, non_blocking, copy), disposeAfter);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(s_to.Call(this, Argument.Default, Argument.Default, device, Argument.Default, non_blocking, copy), disposeAfter);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor cpu() => to(CPU);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor half() => to(ScalarType.Float16);

        public Tensor clone() => s_clone.Call(this);
        public Tensor detach() => s_detach.Call(this);
        public Tensor detach_() => s_detach_.CallInPlace(this, this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => s_copy_.CallInPlace(this, this, source, nonBlocking);
        public Tensor fill_(Scalar value) => s_fill_.CallInPlace(this, this, value);
        public Tensor zero_() => s_zero_.CallInPlace(this, this);
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => s_normal_.CallInPlace(this, this, mean, std, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => s_uniform_.CallInPlace(this, this, from, to, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => s_bernoulli_.CallInPlace(this, this, p, generator);

        private Tensor Converted(Tensor result, bool disposeAfter)
        {
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

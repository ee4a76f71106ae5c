using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_abs = new("aten::abs");
        private static readonly Operator s_abs_ = new("aten::abs_");
        private static readonly Operator s_exp = new("aten::exp");
        private static readonly Operator s_exp_ = new("aten::exp_");
        private static readonly Operator s_log = new("aten::log");
        private static readonly Operator s_sqrt = new("aten::sqrt");
        private static readonly Operator s_sqrt_ = new("aten::sqrt_");
        private static readonly Operator s_rsqrt = new("aten::rsqrt");
        private static readonly Operator s_rsqrt_ = new("aten::rsqrt_");
        private static readonly Operator s_square = new("aten::square");
        private static readonly Operator s_neg = new("aten::neg");
        private static readonly Operator s_neg_ = new("aten::neg_");
        private static readonly Operator s_sign = new("aten::sign");
        private static readonly Operator s_sigmoid = new("aten::sigmoid");
        private static readonly Operator s_sigmoid_ = new("aten::sigmoid_");
        private static readonly Operator s_tanh = new("aten::tanh");
        private static readonly Operator s_relu = new("aten::relu");
        private static readonly Operator s_relu_ = new("aten::relu_");
        private static readonly Operator s_relu6 = new("aten::relu6");
        private static readonly Operator s_relu6_ = new("aten::relu6_");
        private static readonly Operator s_floor = new("aten::floor");
        private static readonly Operator s_ceil = new("aten::ceil");
        private static readonly Operator s_isnan = new("aten::isnan");
        private static readonly Operator s_isinf = new("aten::isinf");
        private static readonly Operator s_isfinite = new("aten::isfinite");
        private static readonly Operator s_reciprocal = new("aten::reciprocal");
        private static readonly Operator s_reciprocal_ = new("aten::reciprocal_");

        public Tensor abs() => s_abs.Call(this);
        public Tensor abs_() => s_abs_.CallInPlace(this, this);
        public Tensor exp() => s_exp.Call(this);
        public Tensor exp_() => s_exp_.CallInPlace(this, this);
        public Tensor log() => s_log.Call(this);
        public Tensor sqrt() => s_sqrt.Call(this);
        public Tensor sqrt_() => s_sqrt_.CallInPlace(this, this);
        public Tensor rsqrt() => s_rsqrt.Call(this);
        public Tensor rsqrt_() => s_rsqrt_.CallInPlace(this, this);
        public Tensor square() => s_square.Call(this);
        public Tensor neg() => s_neg.Call(this);
        public Tensor neg_() => s_neg_.CallInPlace(this, this);
        public Tensor sign() => s_sign.Call(this);
        public Tensor sigmoid() => s_sigmoid.Call(this);
        public Tensor sigmoid_() => s_sigmoid_.CallInPlace(this, this);
        public Tensor tanh() => s_tanh.Call(this);
        public Tensor relu() => s_relu.Call(this);
        public Tensor relu_() => s_relu_.CallInPlace(this, this);
        public Tensor relu6() => s_relu6.Call(this);
        public Tensor relu6_() => s_relu6_.CallInPlace(this, this);
        public Tensor floor() => s_floor.Call(this);
        public Tensor ceil() => s_ceil.Call(this);
        public Tensor isnan() => s_isnan.Call(this);
        public Tensor isinf() => s_isinf.Call(this);
        public Tensor isfinite() => s_isfinite.Call(this);
        public Tensor reciprocal() => s_reciprocal.Call(this);
        public Tensor reciprocal_() => s_reciprocal_.CallInPlace(this, this);
    }
}

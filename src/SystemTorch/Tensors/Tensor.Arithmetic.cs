using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        private static readonly Operator s_add = new("aten::add", "Tensor");
        private static readonly Operator s_addScalar = new("aten::add", "Scalar");
        private static readonly Operator s_add_ = new("aten::add_", "Tensor");
        private static readonly Operator s_addScalar_ = new("aten::add_", "Scalar");
        private static readonly Operator s_sub = new("aten::sub", "Tensor");
        private static readonly Operator s_subScalar = new("aten::sub", "Scalar");
        private static readonly Operator s_sub_ = new("aten::sub_", "Tensor");
        private static readonly Operator s_subScalar_ = new("aten::sub_", "Scalar");
        private static readonly Operator s_mul = new("aten::mul", "Tensor");
        private static readonly Operator s_mulScalar = new("aten::mul", "Scalar");
        private static readonly Operator s_mul_ = new("aten::mul_", "Tensor");
        private static readonly Operator s_mulScalar_ = new("aten::mul_", "Scalar");
        private static readonly Operator s_pow = new("aten::pow", "Tensor_Tensor");
        private static readonly Operator s_powScalar = new("aten::pow", "Tensor_Scalar");
        private static readonly Operator s_eq = new("aten::eq", "Tensor");
        private static readonly Operator s_eqScalar = new("aten::eq", "Scalar");
        private static readonly Operator s_ne = new("aten::ne", "Tensor");
        private static readonly Operator s_neScalar = new("aten::ne", "Scalar");
        private static readonly Operator s_lt = new("aten::lt", "Tensor");
        private static readonly Operator s_ltScalar = new("aten::lt", "Scalar");
        private static readonly Operator s_le = new("aten::le", "Tensor");
        private static readonly Operator s_leScalar = new("aten::le", "Scalar");
        private static readonly Operator s_gt = new("aten::gt", "Tensor");
        private static readonly Operator s_gtScalar = new("aten::gt", "Scalar");
        private static readonly Operator s_ge = new("aten::ge", "Tensor");
        private static readonly Operator s_geScalar = new("aten::ge", "Scalar");
        private static readonly Operator s_divMode = new("aten::div", "Tensor_mode");
        private static readonly Operator s_divScalarMode = new("aten::div", "Scalar_mode");
        private static readonly Operator s_divMode_ = new("aten::div_", "Tensor_mode");
        private static readonly Operator s_divScalarMode_ = new("aten::div_", "Scalar_mode");
        private static readonly Operator s_addcmul = new("aten::addcmul");
        private static readonly Operator s_addcmul_ = new("aten::addcmul_");
        private static readonly Operator s_addcdiv = new("aten::addcdiv");
        private static readonly Operator s_addcdiv_ = new("aten::addcdiv_");
        private static readonly Operator s_lerp_ = new("aten::lerp_", "Tensor");
        private static readonly Operator s_maximum = new("aten::maximum");
        private static readonly Operator s_minimum = new("aten::minimum");
        private static readonly Operator s_clamp = new("aten::clamp");
        private static readonly Operator s_clamp_ = new("aten::clamp_");
        private static readonly Operator s_matmul = new("aten::matmul");
        private static readonly Operator s_mm = new("aten::mm");
        private static readonly Operator s_allclose = new("aten::allclose");
        private static readonly Operator s_logicalAnd = new("aten::logical_and");
        private static readonly Operator s_logicalNot = new("aten::logical_not");

        public Tensor add(Tensor target) => s_add.Call(this, target);
        public Tensor add(Scalar scalar) => s_addScalar.Call(this, scalar);
        public Tensor add_(Tensor target) => s_add_.CallInPlace(this, this, target);
        public Tensor add_(Scalar scalar) => s_addScalar_.CallInPlace(this, this, scalar);
        public Tensor add(Tensor target, Scalar alpha) => s_add.Call(this, target, alpha);
        public Tensor add_(Tensor target, Scalar alpha) => s_add_.CallInPlace(this, this, target, alpha);
        public Tensor sub(Tensor target) => s_sub.Call(this, target);
        public Tensor sub(Scalar target) => s_subScalar.Call(this, target);
        public Tensor sub_(Tensor target) => s_sub_.CallInPlace(this, this, target);
        public Tensor sub_(Scalar target) => s_subScalar_.CallInPlace(this, this, target);
        public Tensor mul(Tensor target) => s_mul.Call(this, target);
        public Tensor mul(Scalar target) => s_mulScalar.Call(this, target);
        public Tensor mul_(Tensor target) => s_mul_.CallInPlace(this, this, target);
        public Tensor mul_(Scalar target) => s_mulScalar_.CallInPlace(this, this, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => s_divMode.Call(this, target, Mode(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => s_divScalarMode.Call(this, target, Mode(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => s_divMode_.CallInPlace(this, this, target, Mode(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => s_divScalarMode_.CallInPlace(this, this, target, Mode(rounding_mode));
        public Tensor pow(Tensor exponent) => s_pow.Call(this, exponent);
        public Tensor pow(Scalar exponent) => s_powScalar.Call(this, exponent);
        public Tensor eq(Tensor target) => s_eq.Call(this, target);
        public Tensor eq(Scalar target) => s_eqScalar.Call(this, target);
        public Tensor ne(Tensor target) => s_ne.Call(this, target);
        public Tensor ne(Scalar target) => s_neScalar.Call(this, target);
        public Tensor lt(Tensor target) => s_lt.Call(this, target);
        public Tensor lt(Scalar target) => s_ltScalar.Call(this, target);
        public Tensor le(Tensor target) => s_le.Call(this, target);
        public Tensor le(Scalar target) => s_leScalar.Call(this, target);
        public Tensor gt(Tensor target) => s_gt.Call(this, target);
        public Tensor gt(Scalar target) => s_gtScalar.Call(this, target);
        public Tensor ge(Tensor target) => s_ge.Call(this, target);
        public Tensor ge(Scalar target) => s_geScalar.Call(this, target);
        public Tensor maximum(Tensor other) => s_maximum.Call(this, other);
        public Tensor minimum(Tensor other) => s_minimum.Call(this, other);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => s_clamp.Call(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => s_clamp_.CallInPlace(this, this, min, max);
        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);
        public Tensor mm(Tensor target) => s_mm.Call(this, target);
        public Tensor logical_and(Tensor other) => s_logicalAnd.Call(this, other);
        public Tensor logical_not() => s_logicalNot.Call(this);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul_.CallInPlace(this, this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv_.CallInPlace(this, this, tensor1, tensor2, value);
        public Tensor lerp_(Tensor end, Tensor weight) => s_lerp_.CallInPlace(this, this, end, weight);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            s_allclose.CallBool(this, target, rtol, atol, equal_nan);

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        private static string? Mode(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };
    }
}

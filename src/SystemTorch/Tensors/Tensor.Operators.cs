using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add((Scalar)right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add((Scalar)left);
        public static Tensor operator +(Tensor left, int right) => left.add((Scalar)right);
        public static Tensor operator +(int left, Tensor right) => right.add((Scalar)left);
        public static Tensor operator +(Tensor left, long right) => left.add((Scalar)right);
        public static Tensor operator +(long left, Tensor right) => right.add((Scalar)left);
        public static Tensor operator +(Tensor left, float right) => left.add((Scalar)right);
        public static Tensor operator +(float left, Tensor right) => right.add((Scalar)left);
        public static Tensor operator +(Tensor left, double right) => left.add((Scalar)right);
        public static Tensor operator +(double left, Tensor right) => right.add((Scalar)left);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub((Scalar)right);
        public static Tensor operator -(Scalar left, Tensor right) => Reversed(left, right, (a, b) => a.sub(b));
        public static Tensor operator -(Tensor left, int right) => left.sub((Scalar)right);
        public static Tensor operator -(int left, Tensor right) => Reversed(left, right, (a, b) => a.sub(b));
        public static Tensor operator -(Tensor left, long right) => left.sub((Scalar)right);
        public static Tensor operator -(long left, Tensor right) => Reversed(left, right, (a, b) => a.sub(b));
        public static Tensor operator -(Tensor left, float right) => left.sub((Scalar)right);
        public static Tensor operator -(float left, Tensor right) => Reversed(left, right, (a, b) => a.sub(b));
        public static Tensor operator -(Tensor left, double right) => left.sub((Scalar)right);
        public static Tensor operator -(double left, Tensor right) => Reversed(left, right, (a, b) => a.sub(b));
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul((Scalar)right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul((Scalar)left);
        public static Tensor operator *(Tensor left, int right) => left.mul((Scalar)right);
        public static Tensor operator *(int left, Tensor right) => right.mul((Scalar)left);
        public static Tensor operator *(Tensor left, long right) => left.mul((Scalar)right);
        public static Tensor operator *(long left, Tensor right) => right.mul((Scalar)left);
        public static Tensor operator *(Tensor left, float right) => left.mul((Scalar)right);
        public static Tensor operator *(float left, Tensor right) => right.mul((Scalar)left);
        public static Tensor operator *(Tensor left, double right) => left.mul((Scalar)right);
        public static Tensor operator *(double left, Tensor right) => right.mul((Scalar)left);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div((Scalar)right);
        public static Tensor operator /(Scalar left, Tensor right) => Reversed(left, right, (a, b) => a.div(b));
        public static Tensor operator /(Tensor left, int right) => left.div((Scalar)right);
        public static Tensor operator /(int left, Tensor right) => Reversed(left, right, (a, b) => a.div(b));
        public static Tensor operator /(Tensor left, long right) => left.div((Scalar)right);
        public static Tensor operator /(long left, Tensor right) => Reversed(left, right, (a, b) => a.div(b));
        public static Tensor operator /(Tensor left, float right) => left.div((Scalar)right);
        public static Tensor operator /(float left, Tensor right) => Reversed(left, right, (a, b) => a.div(b));
        public static Tensor operator /(Tensor left, double right) => left.div((Scalar)right);
        public static Tensor operator /(double left, Tensor right) => Reversed(left, right, (a, b) => a.div(b));

        private static Tensor Reversed(Scalar left, Tensor right, Func<Tensor, Tensor, Tensor> operation)
        {
            using var scalar = full([], left, right.is_floating_point() || !left.IsFloating ? right.dtype : ScalarType.Float32);
            return operation(scalar, right);
        }
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Whether both hold the same values in the same shape.</summary>
        public bool Equals(Tensor target) => s_equal.CallBool(this, target);

        public override int GetHashCode() => Handle.GetHashCode();

        private static readonly Operator s_equal = new("aten::equal");
    }
}

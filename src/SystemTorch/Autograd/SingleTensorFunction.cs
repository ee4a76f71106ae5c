namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A function with one output.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object?[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>As many gradients as there were arguments; null for what is not a tensor or gets none.</summary>
            public abstract List<Tensor?> backward(AutogradContext ctx, Tensor grad_output);

            private protected sealed override List<Tensor> Forward(AutogradContext context, object[] vars) => [forward(context, vars)];

            private protected sealed override List<Tensor?> Backward(AutogradContext context, List<Tensor> gradients) => backward(context, gradients[0]);
        }
    }
}

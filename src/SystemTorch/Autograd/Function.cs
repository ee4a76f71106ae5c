using System.Runtime.InteropServices;
using SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>An operation with a backward of its own. One object of <typeparamref name="T"/> serves all calls: what a call needs later goes into its context.</summary>
        public abstract class Function<T> : IBackward where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            public abstract string Name { get; }

            /// <summary>
            /// Runs the forward without recording it, and makes its outputs this function's. The arguments may be anything; those
            /// that are tensors get gradients.
            /// </summary>
            public static List<Tensor> apply_internal(params object?[] vars)
            {
                var isTensor = Array.ConvertAll(vars, argument => argument is Tensor { IsInvalid: false });
                var inputs = vars.Where((_, i) => isTensor[i]).Select(argument => ((Tensor)argument!).Handle).ToArray();
                var context = new AutogradContext(s_instance, isTensor);
                var isRecorded = is_grad_enabled() && vars.Any(argument => argument is Tensor { IsInvalid: false, requires_grad: true });
                nint owner = 0;
                if (isRecorded)
                {
                    var handle = GCHandle.Alloc(context);
                    try
                    {
                        NativeMethods.Check(NativeMethods.st_node(inputs, inputs.Length, GCHandle.ToIntPtr(handle), out owner, out var node));
                        context.Node = node;
                    }
                    catch
                    {
                        handle.Free();
                        throw;
                    }
                }
                try
                {
                    List<Tensor> outputs;
                    using (no_grad())
                        outputs = s_instance.Forward(context, vars!);
                    var results = context.Wrap(owner, inputs, outputs);
                    GC.KeepAlive(vars);
                    return results;
                }
                finally
                {
                    if (isRecorded)
                        NativeMethods.st_release_node(owner);
                }
            }

            List<Tensor?> IBackward.Backward(AutogradContext context, List<Tensor> gradients) => Backward(context, gradients);

            private protected abstract List<Tensor> Forward(AutogradContext context, object[] vars);

            private protected abstract List<Tensor?> Backward(AutogradContext context, List<Tensor> gradients);
        }

        /// <summary>A function as its calls' contexts know it.</summary>
        internal interface IBackward
        {
            string Name { get; }

            List<Tensor?> Backward(AutogradContext context, List<Tensor> gradients);
        }
    }
}

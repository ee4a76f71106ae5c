using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients so that their common norm is at most <paramref name="max_norm"/>; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                var gradients = tensors.Select(tensor => tensor.grad).OfType<Tensor>().ToArray();
                if (gradients.Length == 0)
                    return 0;
                var total = stack(gradients.Select(gradient => gradient.norm((float)norm_type))).norm((float)norm_type).ToDouble();
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                    foreach (var gradient in gradients)
                        gradient.mul_(factor);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                foreach (var gradient in tensors.Select(tensor => tensor.grad).OfType<Tensor>())
                    gradient.clamp_(-clip_value, clip_value);
            }
        }
    }
}

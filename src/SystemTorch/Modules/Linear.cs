using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }

    namespace Modules
    {
        /// <summary>x·Wᵀ + b.</summary>
        public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            [ComponentName(Name = "weight")] private Parameter _weightParameter;
            [ComponentName(Name = "bias")] private Parameter? _biasParameter;

            internal Linear(long inputSize, long outputSize, bool hasBias, torch.Device? device, torch.ScalarType? dtype) : base(nameof(Linear))
            {
                in_features = inputSize;
                out_features = outputSize;
                _weightParameter = Convolution.NewParameter([outputSize, inputSize], device, dtype);
                register_parameter("weight", _weightParameter);
                torch.nn.init.kaiming_uniform_(_weightParameter, Math.Sqrt(5));
                if (!hasBias)
                    return;
                _biasParameter = Convolution.NewParameter([outputSize], device, dtype);
                register_parameter("bias", _biasParameter);
                Convolution.Bounded(_biasParameter, _weightParameter);
            }

            public Parameter weight
            {
                get => _weightParameter;
                set => ConditionallyRegisterParameter("weight", _weightParameter = value);
            }

            public Parameter? bias
            {
                get => _biasParameter;
                set => ConditionallyRegisterParameter("bias", _biasParameter = value);
            }

            public long in_features { get; set; }

            public long out_features { get; set; }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.linear(tensor, weight, bias);
        }
    }
}

using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    public enum PaddingModes
    {
        Zeros = 0,
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Pair(kernel_size), Pair(stride ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(dilation ?? (1, 1)), padding_mode, groups, bias, device, dtype);

            private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
        }
    }

    namespace Modules
    {
        public abstract class Convolution : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            [ComponentName(Name = "weight")] private Parameter _weightParameter;
            [ComponentName(Name = "bias")] private Parameter? _biasParameter;

            internal Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, PaddingModes padding_mode, long groups, bool bias, torch.Device? device, torch.ScalarType? dtype) : base(name)
            {
                if (groups < 1 || in_channels % groups != 0 || out_channels % groups != 0)
                    throw new ArgumentException($"{in_channels} input and {out_channels} output channels cannot be split into {groups} groups.");
                this.in_channels = in_channels;
                this.out_channels = out_channels;
                this.kernel_size = kernel_size;
                this.stride = stride;
                this.padding = padding;
                this.dilation = dilation;
                this.padding_mode = padding_mode;
                this.groups = groups;
                _weightParameter = NewParameter([out_channels, in_channels / groups, .. kernel_size], device, dtype);
                register_parameter("weight", _weightParameter);
                if (bias)
                    register_parameter("bias", _biasParameter = NewParameter([out_channels], device, dtype));
                reset_parameters();
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

            public long in_channels { get; }
            public long out_channels { get; }
            public long[] kernel_size { get; set; }
            public long[] stride { get; set; }
            public long[] padding { get; }
            public long[] dilation { get; set; }
            public PaddingModes padding_mode { get; set; }
            public long groups { get; set; }

            /// <summary>PyTorch's default: uniform in ±1/√fan_in.</summary>
            public void reset_parameters()
            {
                torch.nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias is { } b)
                    Bounded(b, weight);
            }

            internal static void Bounded(Parameter bias, Parameter weight)
            {
                var (fanIn, _) = torch.nn.init.CalculateFanInAndFanOut(weight);
                var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
                torch.nn.init.uniform_(bias, -bound, bound);
            }

            internal static Parameter NewParameter(long[] shape, torch.Device? device, torch.ScalarType? dtype) =>
                new(torch.empty(shape, dtype ?? torch.ScalarType.Float32, device).DetachFromDisposeScope());
        }

        /// <summary>[N, C, H, W] → [N, out_channels, H', W'].</summary>
        public sealed class Conv2d : Convolution
        {
            internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, PaddingModes padding_mode, long groups, bool bias, torch.Device? device, torch.ScalarType? dtype)
                : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias, device, dtype)
            {
            }

            public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
        }
    }
}

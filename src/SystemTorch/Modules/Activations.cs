using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ReLU ReLU(bool inplace = false) => new(inplace);

            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);

            public static Identity Identity() => new();

            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size, output_size]);

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);
        }
    }

    namespace Modules
    {
        public sealed class ReLU : ParameterLessModule<torch.Tensor, torch.Tensor>
        {
            internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

            public bool inplace { get; set; }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.relu(tensor, inplace);
        }

        /// <summary>min(max(x, 0), 6).</summary>
        public sealed class ReLU6 : ParameterLessModule<torch.Tensor, torch.Tensor>
        {
            internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

            public bool inplace { get; set; }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.relu6(tensor, inplace);
        }

        public sealed class Identity : ParameterLessModule<torch.Tensor, torch.Tensor>
        {
            internal Identity() : base(nameof(Identity))
            {
            }

            public override torch.Tensor forward(torch.Tensor tensor) => tensor.alias();
        }

        public sealed class Dropout : ParameterLessModule<torch.Tensor, torch.Tensor>
        {
            internal Dropout(double p, bool inplace) : base(nameof(Dropout))
            {
                this.p = p;
                this.inplace = inplace;
            }

            public double p { get; set; }

            public bool inplace { get; set; }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.dropout(tensor, p, training, inplace);
        }

        public sealed class Flatten : ParameterLessModule<torch.Tensor, torch.Tensor>
        {
            internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten))
            {
                this.start_dim = start_dim;
                this.end_dim = end_dim;
            }

            public long start_dim { get; set; }

            public long end_dim { get; set; }

            public override torch.Tensor forward(torch.Tensor input) => input.flatten(start_dim, end_dim);
        }

        public sealed class AdaptiveAvgPool2d : ParameterLessModule<torch.Tensor, torch.Tensor>
        {
            internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

            public long[] output_size { get; set; }

            public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.adaptive_avg_pool2d(input, output_size);
        }
    }
}

using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }

    namespace Modules
    {
        public abstract class NormBase : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            [ComponentName(Name = "weight")] private Parameter? _weightParameter;
            [ComponentName(Name = "bias")] private Parameter? _biasParameter;
            [ComponentName(Name = "running_mean")] private torch.Tensor? _runningMean;
            [ComponentName(Name = "running_var")] private torch.Tensor? _runningVar;
            [ComponentName(Name = "num_batches_tracked")] private torch.Tensor? _numBatchesTracked;

            public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, torch.Device? device, torch.ScalarType? dtype, string name) : base(name)
            {
                this.num_features = num_features;
                this.eps = eps;
                this.momentum = momentum;
                this.affine = affine;
                this.track_running_stats = track_running_stats;
                if (affine)
                {
                    weight = Convolution.NewParameter([num_features], device, dtype);
                    bias = Convolution.NewParameter([num_features], device, dtype);
                }
                if (track_running_stats)
                {
                    running_mean = NewBuffer([num_features], dtype ?? torch.ScalarType.Float32, device);
                    running_var = NewBuffer([num_features], dtype ?? torch.ScalarType.Float32, device);
                    num_batches_tracked = NewBuffer([], dtype ?? torch.ScalarType.Int64, device);
                }
                reset_parameters();
            }

            public Parameter? weight
            {
                get => _weightParameter;
                set => ConditionallyRegisterParameter("weight", _weightParameter = value);
            }

            public Parameter? bias
            {
                get => _biasParameter;
                set => ConditionallyRegisterParameter("bias", _biasParameter = value);
            }

            public torch.Tensor? running_mean
            {
                get => _runningMean;
                set => ConditionallyRegisterBuffer("running_mean", _runningMean = value);
            }

            public torch.Tensor? running_var
            {
                get => _runningVar;
                set => ConditionallyRegisterBuffer("running_var", _runningVar = value);
            }

            public torch.Tensor? num_batches_tracked
            {
                get => _numBatchesTracked;
                set => ConditionallyRegisterBuffer("num_batches_tracked", _numBatchesTracked = value);
            }

            public long num_features { get; }
            public double eps { get; set; }

            /// <summary>The weight of a new batch in the running statistics; null averages all batches evenly.</summary>
            public double? momentum { get; set; }

            public bool affine { get; }
            public bool track_running_stats { get; }

            public void reset_running_stats()
            {
                if (!track_running_stats)
                    return;
                torch.nn.init.zeros_(running_mean!);
                torch.nn.init.ones_(running_var!);
                torch.nn.init.zeros_(num_batches_tracked!);
            }

            public void reset_parameters()
            {
                reset_running_stats();
                if (!affine)
                    return;
                torch.nn.init.ones_(weight!);
                torch.nn.init.zeros_(bias!);
            }

            protected abstract void ValidateInputDimensions(torch.Tensor input);

            private static torch.Tensor NewBuffer(long[] shape, torch.ScalarType dtype, torch.Device? device) =>
                torch.empty(shape, dtype, device).DetachFromDisposeScope();
        }

        public abstract class BatchNorm : NormBase
        {
            public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device, torch.ScalarType? dtype, string name)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
            {
            }

            public override torch.Tensor forward(torch.Tensor input)
            {
                ValidateInputDimensions(input);
                var averageFactor = momentum ?? 0;
                if (training && num_batches_tracked is { } tracked)
                {
                    using var grad = torch.no_grad();
                    tracked.add_(1);
                    averageFactor = momentum ?? 1.0 / (double)tracked;
                }
                var useBatchStatistics = training || running_mean is null;
                return torch.nn.functional.batch_norm(input, running_mean!, running_var!, weight, bias, useBatchStatistics, averageFactor, eps);
            }
        }

        /// <summary>Normalises each channel of [N, C, H, W] over N, H and W.</summary>
        public sealed class BatchNorm2d : BatchNorm
        {
            internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device, torch.ScalarType? dtype)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
            {
            }

            protected override void ValidateInputDimensions(torch.Tensor input)
            {
                if (input.dim() != 4)
                    throw new ArgumentException($"expected 4D input, but got {input.dim()}D input.");
            }
        }
    }
}

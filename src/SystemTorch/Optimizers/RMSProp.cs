using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>
            /// RMSprop in PyTorch's form: <paramref name="eps"/> is added outside the root, the mean square starts at zero
            /// and the learning rate multiplies the momentum buffer's result.
            /// </summary>
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }

    namespace Modules
    {
        public class RMSProp : OptimizerHelper
        {
            private readonly Dictionary<Parameter, State> _stateOf = new(ReferenceEqualityComparer.Instance);

            public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
                : this([new ParamGroup(parameters, new Options())], lr, alpha, eps, weight_decay, momentum, centered, maximize)
            {
            }

            public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1E-08, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            {
                if (lr < 0 || alpha < 0 || eps < 0 || weight_decay < 0 || momentum < 0)
                    throw new ArgumentException($"Invalid RMSProp settings: lr {lr}, alpha {alpha}, eps {eps}, weight_decay {weight_decay}, momentum {momentum}; none may be negative.");
                _defaults = new Options
                {
                    LearningRate = lr, InitialLearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize,
                };
                foreach (var group in parameters)
                    add_param_group(group);
            }

            /// <summary>The first group's momentum.</summary>
            public double Momentum
            {
                get => ((Options)_parameter_groups[0].Options).momentum!.Value;
                set => ((Options)_parameter_groups[0].Options).momentum = value;
            }

            public override void add_param_group(Modules.ParamGroup param_group)
            {
                var defaults = (Options)_defaults!;
                var options = (Options)param_group.Options;
                options.alpha ??= defaults.alpha;
                options.eps ??= defaults.eps;
                options.weight_decay ??= defaults.weight_decay;
                options.momentum ??= defaults.momentum;
                options.centered ??= defaults.centered;
                options.maximize ??= defaults.maximize;
                base.add_param_group(param_group);
            }

            public override torch.Tensor step(Func<torch.Tensor>? closure = null) => _step<ParamGroup>(group =>
            {
                foreach (var parameter in group.Parameters)
                    Update(parameter, group.Options);
            }, closure);

            protected override void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var state in _stateOf.Values)
                    state.Dispose();
                _stateOf.Clear();
            }

            private void Update(Parameter parameter, Options options)
            {
                var gradient = Direction(parameter, options.maximize!.Value, options.weight_decay!.Value);
                if (gradient is null)
                    return;
                if (!_stateOf.TryGetValue(parameter, out var state))
                    _stateOf.Add(parameter, state = new State(parameter, options));

                var alpha = options.alpha!.Value;
                state.SquareAverage.mul_(alpha).addcmul_(gradient, gradient, 1 - alpha);
                torch.Tensor root;
                if (state.GradientAverage is { } average)
                {
                    average.mul_(alpha).add_(gradient, 1 - alpha);
                    root = state.SquareAverage.addcmul(average, average, -1).sqrt_().add_(options.eps!.Value);
                }
                else
                {
                    root = state.SquareAverage.sqrt().add_(options.eps!.Value);
                }

                var rate = options.LearningRate!.Value;
                if (state.MomentumBuffer is { } buffer)
                {
                    buffer.mul_(options.momentum!.Value).addcdiv_(gradient, root, 1);
                    parameter.add_(buffer, -rate);
                }
                else
                {
                    parameter.addcdiv_(gradient, root, -rate);
                }
            }

            public class Options : OptimizerOptions
            {
                public bool? maximize;
                public double? momentum;
                public double? alpha;
                public double? eps;
                public double? weight_decay;
                public bool? centered;
            }

            public class ParamGroup : ParamGroup<Options>
            {
                public ParamGroup()
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1E-08, double alpha = 0.99, double weight_decay = 0, double momentum = 0, bool centered = false)
                    : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered })
                {
                }

                public double Momentum
                {
                    get => Options.momentum!.Value;
                    set => Options.momentum = value;
                }
            }

            private sealed class State : IDisposable
            {
                internal State(Parameter parameter, Options options)
                {
                    SquareAverage = torch.zeros_like(parameter).DetachFromDisposeScope();
                    if (options.momentum > 0)
                        MomentumBuffer = torch.zeros_like(parameter).DetachFromDisposeScope();
                    if (options.centered!.Value)
                        GradientAverage = torch.zeros_like(parameter).DetachFromDisposeScope();
                }

                internal torch.Tensor SquareAverage { get; }
                internal torch.Tensor? MomentumBuffer { get; }
                internal torch.Tensor? GradientAverage { get; }

                public void Dispose()
                {
                    SquareAverage.Dispose();
                    MomentumBuffer?.Dispose();
                    GradientAverage?.Dispose();
                }
            }
        }
    }
}

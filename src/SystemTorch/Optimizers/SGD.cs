using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent with momentum, in PyTorch's form.</summary>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }

    namespace Modules
    {
        public class SGD : OptimizerHelper
        {
            private readonly Dictionary<Parameter, torch.Tensor> _momentumBuffers = new(ReferenceEqualityComparer.Instance);

            public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            {
                if (lr < 0 || momentum < 0 || weight_decay < 0 || (nesterov && (momentum == 0 || dampening != 0)))
                    throw new ArgumentException($"Invalid SGD settings: lr {lr}, momentum {momentum}, dampening {dampening}, weight_decay {weight_decay}, nesterov {nesterov}.");
                _defaults = new Options
                {
                    LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
                };
                add_param_group(new ParamGroup(parameters, (Options)_defaults));
            }

            public double Momentum
            {
                get => ((Options)_defaults!).momentum!.Value;
                set => ((Options)_defaults!).momentum = value;
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
                foreach (var buffer in _momentumBuffers.Values)
                    buffer.Dispose();
                _momentumBuffers.Clear();
            }

            private void Update(Parameter parameter, Options options)
            {
                var gradient = Direction(parameter, options.maximize!.Value, options.weight_decay!.Value);
                if (gradient is null)
                    return;
                if (options.momentum is { } momentum and not 0)
                {
                    if (_momentumBuffers.TryGetValue(parameter, out var buffer))
                        buffer.mul_(momentum).add_(gradient, 1 - options.dampening!.Value);
                    else
                        _momentumBuffers.Add(parameter, buffer = gradient.detach().clone().DetachFromDisposeScope());
                    gradient = options.nesterov!.Value ? gradient.add(buffer, momentum) : buffer;
                }
                parameter.add_(gradient, -options.LearningRate!.Value);
            }

            public class Options : OptimizerOptions
            {
                public double? momentum;
                public double? dampening;
                public double? weight_decay;
                public bool? nesterov;
                public bool? maximize;
            }

            public class ParamGroup : ParamGroup<Options>
            {
                public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
                {
                }
            }
        }
    }
}

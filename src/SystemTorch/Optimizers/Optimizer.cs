using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>What a learning-rate schedule steers.</summary>
            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public abstract class Optimizer : IDisposable
            {
                protected IList<ParamGroup> _parameter_groups = [];

                internal Optimizer()
                {
                }

                public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

                public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

                /// <summary>Sets all gradients to zero; <c>Module.zero_grad</c> forgets them instead.</summary>
                public virtual void zero_grad()
                {
                    foreach (var parameter in parameters())
                    {
                        using var grad = parameter.grad;
                        grad?.zero_();
                    }
                }

                public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

                public virtual Tensor step(Func<Tensor>? closure = null) => throw new NotSupportedException();

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }

    namespace Modules
    {
        public class OptimizerOptions
        {
            public double? LearningRate { get; set; }

            public double InitialLearningRate { get; set; }
        }

        /// <summary>Parameters that share their options.</summary>
        public class ParamGroup : torch.optim.ILearningRateController
        {
            public IEnumerable<Parameter> Parameters { get; set; } = [];

            public OptimizerOptions Options { get; set; } = new();

            public double LearningRate
            {
                get => Options.LearningRate!.Value;
                set => Options.LearningRate = value;
            }

            public double InitialLearningRate
            {
                get => Options.InitialLearningRate;
                set => Options.InitialLearningRate = value;
            }
        }

        public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
            {
                Parameters = parameters;
                base.Options = options!;
            }

            public new TOptions Options
            {
                get => (TOptions)base.Options;
                set => base.Options = value;
            }
        }

        public abstract class OptimizerHelper : torch.optim.Optimizer
        {
            protected OptimizerOptions? _defaults;

            public OptimizerHelper()
            {
            }

            public override void zero_grad() => base.zero_grad();

            public override IEnumerable<Parameter> parameters() => base.parameters();

            /// <summary>Fills in the optimiser's defaults for what the group leaves open.</summary>
            public override void add_param_group(ParamGroup param_group)
            {
                param_group.Parameters = param_group.Parameters.ToArray();
                param_group.Options.LearningRate ??= _defaults!.LearningRate;
                param_group.Options.InitialLearningRate = param_group.Options.LearningRate!.Value;
                base.add_param_group(param_group);
            }

            /// <summary>The direction to follow: the gradient, turned round to maximise, with the L2 penalty added; null without a gradient.</summary>
            internal static torch.Tensor? Direction(Parameter parameter, bool maximize, double weightDecay)
            {
                var gradient = parameter.grad;
                if (gradient is null)
                    return null;
                if (maximize)
                    gradient = -gradient;
                return weightDecay == 0 ? gradient : gradient.add(parameter, weightDecay);
            }

            /// <summary>Runs the closure with gradients, then the body without, each group in a scope of its own.</summary>
            protected torch.Tensor _step<T>(Action<T> body, Func<torch.Tensor>? loss_closure = null) where T : ParamGroup
            {
                torch.Tensor? loss = null;
                if (loss_closure is not null)
                {
                    using var gradients = torch.enable_grad();
                    loss = loss_closure();
                }
                using (torch.no_grad())
                    foreach (var group in _parameter_groups)
                    {
                        using var scope = torch.NewDisposeScope();
                        body((T)group);
                    }
                return loss!;
            }
        }
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);

            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);

            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);

            /// <summary>Sets the learning rate of every group of an optimiser, once when it is made and at every step.</summary>
            public abstract class LRScheduler
            {
                private readonly bool _verbose;
                protected int _step_count;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    Groups = optimizer.ParamGroups.ToArray();
                    LastEpoch = last_epoch;
                    _verbose = verbose;
                    if (last_epoch == -1)
                        foreach (var group in Groups)
                            group.InitialLearningRate = group.LearningRate;
                    BaseRates = Groups.Select(group => group.InitialLearningRate).ToArray();
                }

                internal ILearningRateController[] Groups { get; }

                internal double[] BaseRates { get; }

                internal int LastEpoch { get; private set; }

                public virtual void step()
                {
                    _step_count++;
                    LastEpoch++;
                    Apply(get_lr());
                }

                public IEnumerable<double> get_last_lr() => Groups.Select(group => group.LearningRate);

                protected virtual IEnumerable<double> get_lr() => get_last_lr();

                private void Apply(IEnumerable<double> rates)
                {
                    foreach (var (group, rate) in Groups.Zip(rates.ToArray()))
                    {
                        group.LearningRate = rate;
                        if (_verbose)
                            Console.WriteLine($"Adjusting learning rate to {rate}");
                    }
                }
            }

            public static class impl
            {
                public class ExponentialLR : LRScheduler
                {
                    private readonly double _gamma;

                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 ? get_last_lr() : get_last_lr().Select(rate => rate * _gamma);
                }

                public class StepLR : LRScheduler
                {
                    private readonly int _stepSize;
                    private readonly double _gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _stepSize = step_size;
                        _gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 || LastEpoch % _stepSize != 0 ? get_last_lr() : get_last_lr().Select(rate => rate * _gamma);
                }

                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double> _factor;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _factor = lr_lambda;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => BaseRates.Select(rate => rate * _factor(LastEpoch));
                }
            }
        }
    }
}

using System.CommandLine;
using System.Runtime.CompilerServices;
using MobileNets.Cli.Hosting;
using MobileNets.Training;

namespace MobileNets.Cli.Input;

/// <summary>The training recipe as command-line options, each bound to a property of <see cref="TrainingOptions"/>.</summary>
internal sealed class RecipeOptions
{
    private static readonly TrainingOptions s_defaults = new();

    private readonly List<Binding> _bindings = [];

    public RecipeOptions()
    {
        Bind(NumberOption.AtLeast(1, "--epochs", "Passes over the training pictures", s_defaults.Epochs), o => o.Epochs, (o, v) => o with { Epochs = v });
        Bind(NumberOption.AtLeast(2, "--batch", "Pictures a step", s_defaults.BatchSize), o => o.BatchSize, (o, v) => o with { BatchSize = v });
        Bind(NumberOption.AtLeast(32, "--size", "Height and width of what the network sees", s_defaults.ImageSize), o => o.ImageSize, (o, v) => o with { ImageSize = v });
        Bind(Positive("--lr", "The full learning rate", s_defaults.LearningRate), o => o.LearningRate, (o, v) => o with { LearningRate = v });
        Choose("--schedule", "How the learning rate falls", s_defaults.Schedule, o => o.Schedule, (o, v) => o with { Schedule = v });
        Bind(PositiveShare("--lr-decay", "What the exponential schedule multiplies the learning rate by after an epoch", s_defaults.LearningRateDecay), o => o.LearningRateDecay, (o, v) => o with { LearningRateDecay = v });
        Bind(NotNegative("--min-lr", "Where the cosine schedule ends", s_defaults.MinLearningRate), o => o.MinLearningRate, (o, v) => o with { MinLearningRate = v });
        Bind(NumberOption.AtLeast(0, "--warmup", "Steps over which the learning rate rises", s_defaults.WarmupSteps), o => o.WarmupSteps, (o, v) => o with { WarmupSteps = v });
        Choose("--optimizer", "What turns gradients into updates", s_defaults.Optimizer, o => o.Optimizer, (o, v) => o with { Optimizer = v });
        Bind(BelowOne("--momentum", "The optimiser's momentum", s_defaults.Momentum), o => o.Momentum, (o, v) => o with { Momentum = v });
        Bind(new Option<bool>("--nesterov") { Description = "SGD's momentum looks ahead" }, o => o.Nesterov, (o, v) => o with { Nesterov = v });
        Bind(NumberOption.Create<double>("--alpha", "Decay of RMSprop's mean square; 0.99, TensorFlow's form 0.9, unless given", value => value is >= 0 and < 1, "0 or more, below 1"), o => o.Alpha, (o, v) => o with { Alpha = v });
        Bind(NumberOption.Create<double>("--epsilon", "RMSprop's epsilon; 1e-8, TensorFlow's form 1, unless given", value => value > 0 && double.IsFinite(value), "above 0"), o => o.Epsilon, (o, v) => o with { Epsilon = v });
        Bind(NotNegative("--weight-decay", "L2 penalty", s_defaults.WeightDecay), o => o.WeightDecay, (o, v) => o with { WeightDecay = v });
        Bind(new Option<bool>("--no-decay-on-norm") { Description = "No weight decay on batch norm and biases" }, o => !o.DecayNormAndBias, (o, v) => o with { DecayNormAndBias = !v });
        Bind(new Option<bool>("--no-decay-on-depthwise") { Description = "No weight decay on depthwise convolutions" }, o => !o.DecayDepthwise, (o, v) => o with { DecayDepthwise = !v });
        Bind(NotNegative("--clip", "Largest norm of all gradients together; 0 for any", s_defaults.GradientClipNorm), o => o.GradientClipNorm, (o, v) => o with { GradientClipNorm = v });
        Bind(BelowOne("--label-smoothing", "Share of each label that is spread over all classes", s_defaults.LabelSmoothing), o => o.LabelSmoothing, (o, v) => o with { LabelSmoothing = v });
        Bind(NotNegative("--mixup", "Mixup's alpha; 0 for none", s_defaults.Mixup), o => o.Mixup, (o, v) => o with { Mixup = v });
        Bind(BelowOne("--ema", "Decay of a moving average of the weights; 0 for none", s_defaults.MovingAverageDecay), o => o.MovingAverageDecay, (o, v) => o with { MovingAverageDecay = v });
        Bind(PositiveShare("--bn-momentum", "The weight of a new batch in batch norm's statistics", s_defaults.BatchNormMomentum), o => o.BatchNormMomentum, (o, v) => o with { BatchNormMomentum = v });
        Bind(NumberOption.AtLeast(0, "--freeze-epochs", "First epochs that train the classifier alone", s_defaults.FrozenEpochs), o => o.FrozenEpochs, (o, v) => o with { FrozenEpochs = v });
        Bind(NumberOption.AtLeast(0, "--patience", "Epochs without a better validation accuracy that end training; 0 for never", s_defaults.EarlyStoppingPatience), o => o.EarlyStoppingPatience, (o, v) => o with { EarlyStoppingPatience = v });
        Bind(PositiveShare("--min-crop", "The smallest share of a picture that a random crop keeps", s_defaults.MinCropArea), o => o.MinCropArea, (o, v) => o with { MinCropArea = v });
        Bind(Share("--brightness", "Brightness is multiplied by 1 ± this", s_defaults.BrightnessJitter), o => o.BrightnessJitter, (o, v) => o with { BrightnessJitter = v });
        Bind(Share("--contrast", "Contrast is multiplied by 1 ± this", s_defaults.ContrastJitter), o => o.ContrastJitter, (o, v) => o with { ContrastJitter = v });
        Bind(Share("--saturation", "Saturation is multiplied by 1 ± this", s_defaults.SaturationJitter), o => o.SaturationJitter, (o, v) => o with { SaturationJitter = v });
        Bind(NumberOption.Create("--hue", "Hue is turned by ± this share of the colour circle", value => value is >= 0 and <= 0.5, "0 to 0.5", s_defaults.HueJitter), o => o.HueJitter, (o, v) => o with { HueJitter = v });
        Bind(NumberOption.Create<ulong>("--seed", "Decides initial weights, order and augmentation", _ => true, "0 or more", s_defaults.Seed), o => o.Seed, (o, v) => o with { Seed = v });
        Bind(NumberOption.AtLeast(1, "--workers", "Threads that decode pictures", s_defaults.Workers), o => o.Workers, (o, v) => o with { Workers = v }, mayChange: true);
        Choose("--compute", "What steps are computed with: all layers as one, or torch's operators; auto takes the faster that can be", s_defaults.Compute, o => o.Compute, (o, v) => o with { Compute = v }, mayChange: true);
    }

    public IEnumerable<Option> All => _bindings.Select(binding => binding.Option);

    /// <summary>The recipe of a new run.</summary>
    public TrainingOptions Read(ParseResult words) => Apply(words, s_defaults, _ => true);

    /// <summary>The recipe of a run that is resumed: its own, and nothing on the command line that contradicts it.</summary>
    public TrainingOptions Read(ParseResult words, TrainingOptions begun)
    {
        if (Given(words).FirstOrDefault(binding => !binding.MayChange && binding.Set(words, begun) != begun) is { } other)
            throw new CommandFailedException($"{other.Option.Name}: the run began with {other.Get(begun)}; leave the option out to resume it, or start a new run.");
        return Apply(words, begun, binding => binding.MayChange);
    }

    private TrainingOptions Apply(ParseResult words, TrainingOptions options, Func<Binding, bool> counts)
    {
        options = Given(words).Where(counts).Aggregate(options, (current, binding) => binding.Set(words, current));
        try
        {
            options.Validate();
            return options;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // Ranges that depend on other options; the others are the options' own.
            var option = _bindings.First(binding => binding.Property == exception.ParamName).Option;
            throw new UsageException($"{option.Name}: {exception.Message.Split(" (", 2)[0]} Found {exception.ActualValue}.");
        }
    }

    private IEnumerable<Binding> Given(ParseResult words) => _bindings.Where(binding => words.GetResult(binding.Option) is { Implicit: false });

    private void Bind<T>(
        Option<T> option, Func<TrainingOptions, T> get, Func<TrainingOptions, T, TrainingOptions> set, bool mayChange = false,
        [CallerArgumentExpression(nameof(get))] string property = "") =>
        _bindings.Add(new Binding(option, property.Split('.')[^1].Split(' ')[0], options => get(options), (words, options) => set(options, words.GetValue(option)!), mayChange));

    private void Choose<T>(
        string name, string description, T defaultValue, Func<TrainingOptions, T> get, Func<TrainingOptions, T, TrainingOptions> set, bool mayChange = false,
        [CallerArgumentExpression(nameof(get))] string property = "") where T : struct, Enum
    {
        var option = ChoiceOption.Create(name, description, defaultValue);
        _bindings.Add(new Binding(option, property.Split('.')[^1], options => get(options), (words, options) => set(options, words.GetValue(option)!.Value), mayChange));
    }

    private static Option<double> Positive(string name, string description, double defaultValue) =>
        NumberOption.Create(name, description, value => value > 0 && double.IsFinite(value), "above 0", defaultValue);

    private static Option<double> PositiveShare(string name, string description, double defaultValue) =>
        NumberOption.Create(name, description, value => value is > 0 and <= 1, "above 0, at most 1", defaultValue);

    private static Option<double> Share(string name, string description, double defaultValue) =>
        NumberOption.Create(name, description, value => value is >= 0 and <= 1, "0 to 1", defaultValue);

    private static Option<double> NotNegative(string name, string description, double defaultValue) =>
        NumberOption.Create(name, description, value => value >= 0 && double.IsFinite(value), "0 or more", defaultValue);

    private static Option<double> BelowOne(string name, string description, double defaultValue) =>
        NumberOption.Create(name, description, value => value is >= 0 and < 1, "0 or more, below 1", defaultValue);

    private sealed record Binding(
        Option Option, string Property, Func<TrainingOptions, object?> Get, Func<ParseResult, TrainingOptions, TrainingOptions> Set, bool MayChange);
}

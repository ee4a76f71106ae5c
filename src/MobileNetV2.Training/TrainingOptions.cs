using System.Text.Json;
using System.Text.Json.Nodes;
using MobileNets.Modules;

namespace MobileNets.Training;

/// <summary>
/// The recipe. The defaults are the Flowers102 set-up: RMSprop with momentum 0.9 and weight decay 0.00004, learning rate
/// 0.045 × 0.98 per epoch, batch 96 (all as in arXiv 1801.04381, section 6.1), 120 epochs. Dropout belongs to the network
/// (<see cref="Architecture.MobileNetV2Options.Dropout"/>, 0.2). <c>docs/training.md</c> says where each comes from.
/// </summary>
/// <remarks>
/// The default optimiser is PyTorch's RMSprop: its first update moves every weight by about ten learning rates whatever the
/// gradient's size. From scratch, use <see cref="WarmupSteps"/>, a smaller <see cref="LearningRate"/> or
/// <see cref="OptimizerKind.RMSpropTensorFlow"/>.
/// </remarks>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training pictures, at least 1.</summary>
    /// <value>120.</value>
    public int Epochs { get; init; } = 120;

    /// <summary>Pictures a step, at least 2 (batch normalisation needs more than one).</summary>
    /// <value>96.</value>
    public int BatchSize { get; init; } = 96;

    /// <summary>Epochs without a better validation accuracy after which training ends, or 0 to do all epochs.</summary>
    /// <value>27.</value>
    public int EarlyStoppingPatience { get; init; } = 27;

    /// <summary>The optimiser.</summary>
    /// <value><see cref="OptimizerKind.RMSprop"/>.</value>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>The optimiser's momentum, 0 up to but not including 1.</summary>
    /// <value>0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD's momentum looks ahead; RMSprop has no use for it.</summary>
    /// <value>False.</value>
    public bool Nesterov { get; init; }

    /// <summary>Decay of RMSprop's mean square, 0 up to but not including 1, or null for the optimiser's own.</summary>
    /// <value>Null: 0.99 in PyTorch's form, 0.9 in TensorFlow's.</value>
    public double? Alpha { get; init; }

    /// <summary>RMSprop's epsilon, above 0, or null for the optimiser's own.</summary>
    /// <value>Null: 1e-8 outside the root in PyTorch's form, 1.0 inside it in TensorFlow's.</value>
    public double? Epsilon { get; init; }

    /// <summary>L2 penalty added to every gradient, 0 or more.</summary>
    /// <value>0.00004.</value>
    public double WeightDecay { get; init; } = 0.00004;

    /// <summary>Whether the weight decay applies to batch norm's parameters and to biases.</summary>
    /// <value>True.</value>
    public bool DecayNormAndBias { get; init; } = true;

    /// <summary>Whether the weight decay applies to depthwise convolutions (arXiv 1704.04861, section 3.2, advises little or none).</summary>
    /// <value>True.</value>
    public bool DecayDepthwise { get; init; } = true;

    /// <summary>Largest norm of all gradients together, to which larger ones are scaled down; 0 leaves them alone.</summary>
    /// <value>0.</value>
    public double GradientClipNorm { get; init; }

    /// <summary>How the learning rate falls.</summary>
    /// <value><see cref="ScheduleKind.Exponential"/>.</value>
    public ScheduleKind Schedule { get; init; }

    /// <summary>The full learning rate: that of the first epoch after the warm-up, above 0.</summary>
    /// <value>0.045.</value>
    public double LearningRate { get; init; } = 0.045;

    /// <summary>What the exponential schedule multiplies the learning rate by after every epoch, above 0 and at most 1.</summary>
    /// <value>0.98.</value>
    public double LearningRateDecay { get; init; } = 0.98;

    /// <summary>Where the cosine ends, from 0 to <see cref="LearningRate"/>.</summary>
    /// <value>0.</value>
    public double MinLearningRate { get; init; }

    /// <summary>Steps over which the learning rate rises linearly to its full value, 0 or more.</summary>
    /// <value>0.</value>
    public int WarmupSteps { get; init; }

    /// <summary>
    /// First epochs that train the classifier alone, without augmentation, on embeddings computed once (<see cref="EmbeddingCache"/>);
    /// from 0 to <see cref="Epochs"/>.
    /// </summary>
    /// <value>0.</value>
    public int FrozenEpochs { get; init; }

    /// <summary>The weight of a new batch in batch norm's running statistics, above 0 and at most 1.</summary>
    /// <value>0.1, PyTorch's. (The paper's networks were trained with 0.003, TensorFlow's "decay 0.997".)</value>
    public double BatchNormMomentum { get; init; } = 0.1;

    /// <summary>Share of each label that is spread over all classes, 0 up to but not including 1 (arXiv 1512.00567).</summary>
    /// <value>0.</value>
    public double LabelSmoothing { get; init; }

    /// <summary>Alpha of mixup's beta distribution, or 0 for no mixup (arXiv 1710.09412 uses 0.1 to 0.4).</summary>
    /// <value>0.</value>
    public double Mixup { get; init; }

    /// <summary>Decay of the moving average of the weights, which is then evaluated and saved, below 1; 0 for none.</summary>
    /// <value>0. (The paper's networks were trained with 0.9999.)</value>
    public double MovingAverageDecay { get; init; }

    /// <summary>Height and width of the pictures that the network sees, at least 32.</summary>
    /// <value>224.</value>
    public int ImageSize { get; init; } = 224;

    /// <summary>The smallest share of a picture that a random crop keeps, above 0 and at most 1.</summary>
    /// <value>0.08, as in torchvision.</value>
    public double MinCropArea { get; init; } = 0.08;

    /// <summary>Brightness is multiplied by 1 ± this, 0 to 1.</summary>
    /// <value>0.</value>
    public double BrightnessJitter { get; init; }

    /// <summary>Contrast is multiplied by 1 ± this, 0 to 1.</summary>
    /// <value>0.</value>
    public double ContrastJitter { get; init; }

    /// <summary>Saturation is multiplied by 1 ± this, 0 to 1.</summary>
    /// <value>0.</value>
    public double SaturationJitter { get; init; }

    /// <summary>Hue is turned by ± this share of the colour circle, 0 to 0.5.</summary>
    /// <value>0.</value>
    public double HueJitter { get; init; }

    /// <summary>Threads that decode and augment, at least 1; the batches do not depend on it.</summary>
    /// <value>The processor count.</value>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>What the steps are computed with. The other gives the same numbers up to rounding, not the same bits.</summary>
    /// <value><see cref="ComputeMode.Auto"/>: fused unless <see cref="Trainer.FusedObstacle"/> finds something in the way.</value>
    public ComputeMode Compute { get; init; }

    /// <summary>Decides the order and augmentation of the pictures.</summary>
    /// <value>0.</value>
    public ulong Seed { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote; options that are not in it have their defaults.</summary>
    /// <param name="json">A JSON object.</param>
    /// <exception cref="JsonException">It is no such object, or an option is unknown, twice there or of another type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public static TrainingOptions FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        // The generated reader would set every option that is absent to zero.
        var all = JsonSerializer.SerializeToNode(new TrainingOptions(), TrainingOptionsJson.Default.TrainingOptions)!.AsObject();
        if (JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) is not JsonObject given)
            throw new JsonException("The training options are no JSON object.");
        foreach (var (name, value) in given)
            all[name] = value?.DeepClone();
        var options = all.Deserialize(TrainingOptionsJson.Default.TrainingOptions)!;
        options.Validate();
        return options;
    }

    /// <summary>All options as a JSON object, numbers exactly.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingOptionsJson.Default.TrainingOptions);

    /// <summary>Checks every option's range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 2, nameof(BatchSize), BatchSize, "at least 2");
        Require(EarlyStoppingPatience >= 0, nameof(EarlyStoppingPatience), EarlyStoppingPatience, "0 or more");
        Require(Enum.IsDefined(Optimizer), nameof(Optimizer), Optimizer, "one of " + string.Join(", ", Enum.GetNames<OptimizerKind>()));
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        Require(Alpha is null or (>= 0 and < 1), nameof(Alpha), Alpha, "from 0 to below 1");
        Require(Epsilon is null or (> 0 and < double.PositiveInfinity), nameof(Epsilon), Epsilon, "above 0");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        Require(GradientClipNorm >= 0 && double.IsFinite(GradientClipNorm), nameof(GradientClipNorm), GradientClipNorm, "0 or more");
        Require(Enum.IsDefined(Schedule), nameof(Schedule), Schedule, "one of " + string.Join(", ", Enum.GetNames<ScheduleKind>()));
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Require(LearningRateDecay is > 0 and <= 1, nameof(LearningRateDecay), LearningRateDecay, "above 0 and at most 1");
        Require(MinLearningRate >= 0 && MinLearningRate <= LearningRate, nameof(MinLearningRate), MinLearningRate, "from 0 to the learning rate");
        Require(WarmupSteps >= 0, nameof(WarmupSteps), WarmupSteps, "0 or more");
        Require(FrozenEpochs >= 0 && FrozenEpochs <= Epochs, nameof(FrozenEpochs), FrozenEpochs, "from 0 to the number of epochs");
        Require(BatchNormMomentum is > 0 and <= 1, nameof(BatchNormMomentum), BatchNormMomentum, "above 0 and at most 1");
        Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        Require(Mixup >= 0 && double.IsFinite(Mixup), nameof(Mixup), Mixup, "0 or more");
        Require(MovingAverageDecay is >= 0 and < 1, nameof(MovingAverageDecay), MovingAverageDecay, "from 0 to below 1");
        Require(ImageSize >= 32, nameof(ImageSize), ImageSize, "at least 32");
        Require(MinCropArea is > 0 and <= 1, nameof(MinCropArea), MinCropArea, "above 0 and at most 1");
        Require(BrightnessJitter is >= 0 and <= 1, nameof(BrightnessJitter), BrightnessJitter, "from 0 to 1");
        Require(ContrastJitter is >= 0 and <= 1, nameof(ContrastJitter), ContrastJitter, "from 0 to 1");
        Require(SaturationJitter is >= 0 and <= 1, nameof(SaturationJitter), SaturationJitter, "from 0 to 1");
        Require(HueJitter is >= 0 and <= 0.5, nameof(HueJitter), HueJitter, "from 0 to 0.5");
        Require(Workers >= 1, nameof(Workers), Workers, "at least 1");
        Require(Enum.IsDefined(Compute), nameof(Compute), Compute, "one of " + string.Join(", ", Enum.GetNames<ComputeMode>()));
    }

    private static void Require(bool holds, string option, object? value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, value, $"Expected {allowed}.");
    }
}

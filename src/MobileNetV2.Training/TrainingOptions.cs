namespace MobileNets.Training;

/// <summary>
/// The recipe. The defaults are the Flowers102 set-up: RMSprop with momentum 0.9 and weight decay 0.00004, learning rate
/// 0.045 × 0.98 per epoch, batch 96, 120 epochs (arXiv 1801.04381, section 6.1, with the batch of a small data set).
/// </summary>
/// <remarks>
/// The optimiser is PyTorch's RMSprop: its first update moves every weight by about ten learning rates whatever the
/// gradient's size. From scratch, use <see cref="WarmupSteps"/> or a smaller <see cref="LearningRate"/>.
/// </remarks>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training pictures, at least 1.</summary>
    /// <value>120.</value>
    public int Epochs { get; init; } = 120;

    /// <summary>Pictures a step, at least 2 (batch normalisation needs more than one).</summary>
    /// <value>96.</value>
    public int BatchSize { get; init; } = 96;

    /// <summary>The learning rate of the first epoch, above 0.</summary>
    /// <value>0.045.</value>
    public double LearningRate { get; init; } = 0.045;

    /// <summary>What the learning rate is multiplied by after every epoch, above 0 and at most 1.</summary>
    /// <value>0.98.</value>
    public double LearningRateDecay { get; init; } = 0.98;

    /// <summary>Steps over which the learning rate rises linearly to its full value, 0 or more.</summary>
    /// <value>0.</value>
    public int WarmupSteps { get; init; }

    /// <summary>RMSprop's momentum, 0 up to but not including 1.</summary>
    /// <value>0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>L2 penalty added to every gradient, 0 or more.</summary>
    /// <value>0.00004.</value>
    public double WeightDecay { get; init; } = 0.00004;

    /// <summary>Height and width of the pictures that the network sees, at least 32.</summary>
    /// <value>224.</value>
    public int ImageSize { get; init; } = 224;

    /// <summary>The smallest share of a picture that a random crop keeps, above 0 and at most 1.</summary>
    /// <value>0.08, as in torchvision.</value>
    public double MinCropArea { get; init; } = 0.08;

    /// <summary>Threads that decode and augment, at least 1; the batches do not depend on it.</summary>
    /// <value>The processor count.</value>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Decides the order and augmentation of the pictures.</summary>
    /// <value>0.</value>
    public ulong Seed { get; init; }

    /// <summary>Checks every option's range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 2, nameof(BatchSize), BatchSize, "at least 2");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Require(LearningRateDecay is > 0 and <= 1, nameof(LearningRateDecay), LearningRateDecay, "above 0 and at most 1");
        Require(WarmupSteps >= 0, nameof(WarmupSteps), WarmupSteps, "0 or more");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        Require(ImageSize >= 32, nameof(ImageSize), ImageSize, "at least 32");
        Require(MinCropArea is > 0 and <= 1, nameof(MinCropArea), MinCropArea, "above 0 and at most 1");
        Require(Workers >= 1, nameof(Workers), Workers, "at least 1");
    }

    /// <summary>The learning rate of a step, a function of its place alone.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">The step since training began, from 0.</param>
    public double LearningRateAt(int epoch, long step)
    {
        var warmup = step < WarmupSteps ? (step + 1.0) / WarmupSteps : 1;
        return LearningRate * Math.Pow(LearningRateDecay, epoch) * warmup;
    }

    private static void Require(bool holds, string option, object value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, value, $"Expected {allowed}.");
    }
}

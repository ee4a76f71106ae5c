namespace MobileNets.Architecture;

/// <summary>
/// ShuffleNet (arXiv 1707.01083, table 1) as far as its costs and its memory go, to compare with: the convolutions and the
/// classifier, without normalisation. It is no <see cref="NetworkPlan"/>, whose blocks know no concatenation and no shuffling.
/// </summary>
public sealed class ShuffleNetPlan
{
    private const int StemChannels = 24;
    private const int Classes = 1000;

    // A unit's bottleneck has a quarter of its output channels.
    private const int BottleneckRatio = 4;

    private static readonly int[] s_repeats = [4, 8, 4];

    private readonly List<LayerPlan> _layers = [];
    private readonly List<MaterializedTensor> _tensors = [];

    private ShuffleNetPlan(int groups, double widthMultiplier)
    {
        int Scaled(int channels) => ChannelScaling.Scale(channels, widthMultiplier, ChannelRounding.Truncate, divisor: 1);
        var stem = LayerPlan.Convolution("conv1", new TensorShape(3, 224, 224), Scaled(StemChannels), kernel: 3, stride: 2);
        Add(stem);
        // The pooling takes the stem's channels one by one, so that only its own output is needed whole.
        var map = new TensorShape(stem.Output.Channels, stem.Output.Height / 2, stem.Output.Width / 2);
        _tensors.Add(new MaterializedTensor("maxpool", map));
        for (var stage = 0; stage < s_repeats.Length; stage++)
            for (var unit = 0; unit < s_repeats[stage]; unit++)
                map = AddUnit($"stage{stage + 2}.{unit}", map, Scaled(StageChannels(groups)) << stage, unit == 0 ? 2 : 1, stage == 0 && unit == 0 ? 1 : groups, groups);
        var pooled = LayerPlan.AveragePool("globalpool", map);
        _tensors.Add(new MaterializedTensor(pooled.Name, pooled.Output));
        var classifier = LayerPlan.Linear("fc", pooled.Output, Classes);
        _layers.Add(classifier);
        _tensors.Add(new MaterializedTensor(classifier.Name, classifier.Output));
    }

    /// <summary>Convolutions and the classifier in execution order.</summary>
    public IReadOnlyList<LayerPlan> Layers => _layers;

    /// <summary>
    /// The tensors that have to exist whole: every unit's output is wide, and the next unit's shortcut needs it (arXiv 1801.04381, table 3).
    /// The bottleneck inside is narrower.
    /// </summary>
    public IReadOnlyList<MaterializedTensor> MaterializedTensors => _tensors;

    /// <summary>Mult-adds for one image, convolutions and classifier.</summary>
    public long MultAdds => _layers.Sum(layer => layer.MultAdds);

    /// <summary>Makes the plan for images of 224 × 224 and 1000 classes.</summary>
    /// <param name="groups">g, groups of the pointwise convolutions: 1, 2, 3, 4 or 8.</param>
    /// <param name="widthMultiplier">Scales all channels; 0.25 to 4, published: 0.25, 0.5, 1, 1.5 and 2.</param>
    /// <exception cref="InvalidArchitectureException">An argument is outside its range, or the groups don't divide the channels.</exception>
    public static ShuffleNetPlan Create(int groups = 3, double widthMultiplier = 1.0)
    {
        if (groups is not (1 or 2 or 3 or 4 or 8))
            throw new InvalidArchitectureException(nameof(groups), groups, "1, 2, 3, 4 or 8");
        var scaled = StageChannels(groups) * widthMultiplier;
        if (!(widthMultiplier is >= 0.25 and <= 4) || scaled % (BottleneckRatio * groups) != 0)
            throw new InvalidArchitectureException(nameof(widthMultiplier), widthMultiplier, $"0.25 to 4, and make {StageChannels(groups)} channels a multiple of {BottleneckRatio * groups}");
        return new ShuffleNetPlan(groups, widthMultiplier);
    }

    private static int StageChannels(int groups) => groups switch { 1 => 144, 2 => 200, 3 => 240, 4 => 272, _ => 384 };

    private TensorShape AddUnit(string name, TensorShape input, int outputChannels, int stride, int firstGroups, int groups)
    {
        // Where the map shrinks, the input is pooled and its channels stand beside the branch's; otherwise the branch is added to it.
        var branchChannels = stride == 2 ? outputChannels - input.Channels : outputChannels;
        var reduction = Add(LayerPlan.Convolution($"{name}.reduce", input, outputChannels / BottleneckRatio, kernel: 1, groups: firstGroups));
        var depthwise = Add(LayerPlan.Convolution($"{name}.depthwise", reduction, reduction.Channels, kernel: 3, stride, groups: reduction.Channels));
        var branch = Add(LayerPlan.Convolution($"{name}.expand", depthwise, branchChannels, kernel: 1, groups: groups));
        var output = branch with { Channels = outputChannels };
        _tensors.Add(new MaterializedTensor(name, output));
        return output;
    }

    private TensorShape Add(LayerPlan convolution)
    {
        _layers.Add(convolution);
        return convolution.Output;
    }
}

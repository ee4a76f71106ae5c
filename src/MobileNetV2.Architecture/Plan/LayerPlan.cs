namespace MobileNets.Architecture;

/// <summary>One layer: its name in the state dict, its settings, its shapes and what it costs for one image.</summary>
public sealed record LayerPlan
{
    /// <summary>Added to the variance by batch normalisation: PyTorch's default. (TensorFlow's published weights expect 1e-3.)</summary>
    public const double BatchNormEpsilon = 1e-5;

    private LayerPlan(string name, LayerKind kind, TensorShape input, TensorShape output)
    {
        Name = name;
        Kind = kind;
        Input = input;
        Output = output;
    }

    /// <summary>torchvision's name, the prefix of the layer's state-dict keys: <c>features.2.conv.0.0</c>.</summary>
    public string Name { get; }

    /// <summary>What the layer computes.</summary>
    public LayerKind Kind { get; }

    /// <summary>Shape of the input of one image.</summary>
    public TensorShape Input { get; }

    /// <summary>Shape of the output for one image.</summary>
    public TensorShape Output { get; }

    /// <summary>Side of a convolution's square window in pixels; 0 for other layers (pooling takes the whole map).</summary>
    public int Kernel { get; private init; }

    /// <summary>Stride in pixels; 1 where there is none.</summary>
    public int Stride { get; private init; } = 1;

    /// <summary>Zeros on each side of the map, in pixels.</summary>
    public int Padding { get; private init; }

    /// <summary>Distance in pixels between the taps of a convolution's window; 1 is an ordinary window.</summary>
    public int Dilation { get; private init; } = 1;

    /// <summary>Groups of a convolution: its channels when depthwise, otherwise 1.</summary>
    public int Groups { get; private init; } = 1;

    /// <summary>Whether a convolution or linear layer adds a bias.</summary>
    public bool HasBias { get; private init; }

    /// <summary>Probability with which a dropout layer zeroes a feature; 0 for other layers.</summary>
    public double DropoutProbability { get; private init; }

    /// <summary>Whether the layer is a convolution with one filter a channel.</summary>
    public bool IsDepthwise => Kind == LayerKind.Convolution && Groups > 1 && Groups == Input.Channels;

    /// <summary>Trained numbers: weights, biases, and batch normalisation's scales and shifts.</summary>
    public long Parameters => Kind switch
    {
        LayerKind.Convolution or LayerKind.Linear => WeightCount + (HasBias ? Output.Channels : 0),
        LayerKind.BatchNorm => 2L * Output.Channels,
        _ => 0,
    };

    /// <summary>Multiplications with an addition, for one image, as the paper counts them: convolutions and linear layers.</summary>
    public long MultAdds => WeightCount * Output.Pixels;

    /// <summary>
    /// Mult-adds for one image as torchinfo counts them: every parameter once, those of a convolution once a pixel.
    /// </summary>
    public long TorchinfoMultAdds => Kind == LayerKind.Convolution ? Parameters * Output.Pixels : Parameters;

    /// <summary>Elements of the output for one image.</summary>
    public long ActivationElements => Output.Elements;

    /// <summary>The layer's entries in a state dict, in PyTorch's order: parameters, then buffers.</summary>
    public IReadOnlyList<StateEntry> StateEntries => StateEntry.Of(this);

    // Convolution and linear only: one filter an output channel over its group's input channels.
    private long WeightCount => Kind switch
    {
        LayerKind.Convolution => (long)Output.Channels * (Input.Channels / Groups) * Kernel * Kernel,
        LayerKind.Linear => (long)Output.Channels * Input.Elements,
        _ => 0,
    };

    /// <summary>A convolution without bias, padded so that stride 1 keeps the map's size.</summary>
    /// <param name="name">State-dict name.</param>
    /// <param name="input">Shape of the input.</param>
    /// <param name="outputChannels">Filters, at least 1.</param>
    /// <param name="kernel">Side of the window, odd.</param>
    /// <param name="stride">Stride, at least 1.</param>
    /// <param name="dilation">Distance between the window's taps, at least 1.</param>
    /// <param name="groups">Groups; divides the input's channels and the filters.</param>
    public static LayerPlan Convolution(
        string name, TensorShape input, int outputChannels, int kernel, int stride = 1, int dilation = 1, int groups = 1)
    {
        // With this padding the window, dilated or not, sticks out by half its reach on each side.
        var output = new TensorShape(outputChannels, (input.Height - 1) / stride + 1, (input.Width - 1) / stride + 1);
        return new LayerPlan(name, LayerKind.Convolution, input, output)
        {
            Kernel = kernel,
            Stride = stride,
            Padding = (kernel - 1) / 2 * dilation,
            Dilation = dilation,
            Groups = groups,
        };
    }

    /// <summary>Batch normalisation of every channel.</summary>
    /// <param name="name">State-dict name.</param>
    /// <param name="input">Shape of the input and of the output.</param>
    public static LayerPlan BatchNorm(string name, TensorShape input) => new(name, LayerKind.BatchNorm, input, input);

    /// <summary>An activation function, element by element.</summary>
    /// <param name="name">Name of the module; it has no state.</param>
    /// <param name="input">Shape of the input and of the output.</param>
    /// <param name="kind"><see cref="LayerKind.ReLU6"/> or <see cref="LayerKind.ReLU"/>.</param>
    public static LayerPlan Activation(string name, TensorShape input, LayerKind kind = LayerKind.ReLU6) =>
        kind is LayerKind.ReLU6 or LayerKind.ReLU
            ? new LayerPlan(name, kind, input, input)
            : throw new InvalidArchitectureException(nameof(kind), kind, "ReLU6 or ReLU");

    /// <summary>The mean of each channel over the whole map: <c>[C, H, W]</c> to <c>[C, 1, 1]</c>.</summary>
    /// <param name="name">Name of the module; it has no state.</param>
    /// <param name="input">Shape of the input.</param>
    public static LayerPlan AveragePool(string name, TensorShape input) =>
        new(name, LayerKind.AveragePool, input, new TensorShape(input.Channels, 1, 1));

    /// <summary>Dropout.</summary>
    /// <param name="name">Name of the module; it has no state.</param>
    /// <param name="input">Shape of the input and of the output.</param>
    /// <param name="probability">Probability with which a feature is zeroed, 0 up to 1.</param>
    public static LayerPlan Dropout(string name, TensorShape input, double probability) =>
        new(name, LayerKind.Dropout, input, input) { DropoutProbability = probability };

    /// <summary>A linear layer with bias.</summary>
    /// <param name="name">State-dict name.</param>
    /// <param name="input">Shape of the input, which is flattened.</param>
    /// <param name="outputFeatures">Outputs, at least 1.</param>
    public static LayerPlan Linear(string name, TensorShape input, int outputFeatures) =>
        new(name, LayerKind.Linear, input, new TensorShape(outputFeatures, 1, 1)) { HasBias = true };
}

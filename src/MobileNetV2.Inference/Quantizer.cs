using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>
/// Quantises a trained network to 8-bit weights: shows it typical images first, to see how large the outputs of its linear bottlenecks become
/// (what ReLU6 leaves has a fixed range).
/// </summary>
/// <example><code>
/// using var quantizer = new Quantizer(ModelWeights.Read("flowers.safetensors"));
/// foreach (var image in images)
///     quantizer.Observe(image);
/// quantizer.Quantize().Write("flowers-int8.safetensors");
/// </code></example>
public sealed class Quantizer : IDisposable
{
    // Other images go beyond what these showed. Range is cheap: an activation has twelve bits.
    private const float Margin = 1.5f;

    // What a bottleneck gets that never put out anything but zero.
    private const float SmallestMaximum = 1e-6f;

    private readonly ModelWeights _weights;
    private readonly InferenceModel _model;
    private readonly int[] _blocks;
    private readonly float[] _maxima;
    private readonly float[] _outputs;

    /// <summary>Begins with no images.</summary>
    /// <param name="weights">The trained weights.</param>
    /// <param name="options">How to run the network, input size included; null for the defaults.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative.</exception>
    /// <exception cref="InvalidArchitectureException">The input size is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another option is out of its range.</exception>
    public Quantizer(ModelWeights weights, InferenceOptions? options = null)
    {
        _model = InferenceModel.From(weights, options);
        _weights = weights;
        _blocks = [.. Enumerable.Range(0, _model.Plan.Blocks.Count).Where(block => _model.Plan.Blocks[block].Kind == BlockKind.InvertedResidual)];
        _maxima = new float[_blocks.Length];
        _outputs = new float[_blocks.Sum(block => _model.Plan.Blocks[block].Output.Elements)];
    }

    /// <summary>Numbers in an image: channels × height × width.</summary>
    public int InputLength => _model.InputLength;

    /// <summary>Images shown so far.</summary>
    public int Images { get; private set; }

    /// <summary>Shows images; not to be called by two threads at once.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, normalised as in training; some dozens of what the network will see suffice.</param>
    /// <param name="cancellation">Ends the call between two images.</param>
    /// <exception cref="ArgumentException">The images are no whole number of images, or not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The quantizer is disposed of.</exception>
    public void Observe(ReadOnlySpan<float> images, CancellationToken cancellation = default)
    {
        if (images.Length % InputLength != 0)
            throw new ArgumentException($"Expected a whole number of images of {InputLength} numbers, found {images.Length} numbers.", nameof(images));
        for (; images.Length > 0; images = images[InputLength..])
        {
            cancellation.ThrowIfCancellationRequested();
            _model.BlockOutputs(images[..InputLength], _blocks, _outputs, cancellation);
            var outputs = _outputs.AsSpan();
            for (var i = 0; i < _blocks.Length; i++)
            {
                var length = (int)_model.Plan.Blocks[_blocks[i]].Output.Elements;
                var largest = LargestMagnitude(outputs[..length]);
                if (!float.IsFinite(largest))
                    throw new ArgumentException($"{_model.Plan.Blocks[_blocks[i]].Name} puts out numbers that are not finite: the images or the weights have such, or far too large ones.", nameof(images));
                _maxima[i] = Math.Max(_maxima[i], largest);
                outputs = outputs[length..];
            }
            Images++;
        }
    }

    /// <summary>Quantises, with ranges for what the images showed and half as much again.</summary>
    /// <exception cref="InvalidOperationException">No image has been shown.</exception>
    public QuantizedWeights Quantize() => Images > 0
        ? QuantizedWeights.Quantize(_weights, block => Math.Max(SmallestMaximum, Margin * _maxima[Array.FindIndex(_blocks, index => _model.Plan.Blocks[index].Name == block.Name)]))
        : throw new InvalidOperationException($"Show the network some images with {nameof(Observe)} first.");

    /// <summary>Frees the network.</summary>
    public void Dispose() => _model.Dispose();

    private static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}

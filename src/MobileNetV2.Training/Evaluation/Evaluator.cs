using System.Runtime.InteropServices;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training.Batches;
using MobileNets.Training.Data;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>Runs a network over labelled pictures.</summary>
public static class Evaluator
{
    private const int BatchSize = 32;

    /// <summary>Evaluates a network with torch; it is put in evaluation mode and stays in it.</summary>
    /// <param name="model">The network, on the CPU.</param>
    /// <param name="samples">Pictures and their classes, at least one.</param>
    /// <param name="preprocessing">How the pictures are prepared.</param>
    /// <param name="progress">Told how many pictures are done, on this thread.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <param name="skipped">Told about every picture that cannot be read and is left out, from any thread.</param>
    /// <exception cref="ArgumentException">There are no pictures, or a label is none of the network's classes.</exception>
    /// <exception cref="DatasetException">No picture can be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Evaluation Evaluate(
        MobileNetV2 model, IReadOnlyList<ImageSample> samples, EvaluationPreprocessing preprocessing,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default, IProgress<SkippedImage>? skipped = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.eval();
        return Evaluate(batch => Logits(model, batch.Pixels, batch.Shape), model.Options.Classes, samples, preprocessing, progress, cancellationToken, skipped);
    }

    /// <summary>Evaluates whatever turns a batch of pictures into logits.</summary>
    /// <param name="network">Gives a batch's logits, [N, classes] in row-major order.</param>
    /// <param name="classes">Logits of a picture.</param>
    /// <param name="samples">Pictures and their classes, at least one.</param>
    /// <param name="preprocessing">How the pictures are prepared.</param>
    /// <param name="progress">Told how many pictures are done, on this thread.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <param name="skipped">Told about every picture that cannot be read and is left out, from any thread.</param>
    /// <exception cref="ArgumentException">There are no pictures, or a label is none of the classes.</exception>
    /// <exception cref="DatasetException">No picture can be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Evaluation Evaluate(
        Func<Batch, float[]> network, int classes, IReadOnlyList<ImageSample> samples, EvaluationPreprocessing preprocessing,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default, IProgress<SkippedImage>? skipped = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
            throw new ArgumentException("There are no pictures to evaluate.", nameof(samples));
        var tally = new EvaluationTally(classes);
        var done = 0;
        foreach (var batch in new EvaluationBatches(samples, preprocessing, skipped: skipped).Pass(cancellationToken))
            using (batch)
            {
                tally.Add(network(batch), batch.Labels);
                done += batch.Count;
                progress?.Report(done);
            }
        return done > 0
            ? tally.ToEvaluation()
            : throw new DatasetException(samples[0].Path, $"cannot be read, nor can any of the {samples.Count} pictures", "check that the data set is still there");
    }

    /// <summary>Runs a network with torch over normalised pictures, without gradients.</summary>
    /// <param name="model">The network, on the CPU, in evaluation mode.</param>
    /// <param name="images">The pictures, row-major.</param>
    /// <param name="shape">Their shape, [N, 3, H, W].</param>
    /// <returns>The logits, [N, classes] in row-major order.</returns>
    public static float[] Logits(MobileNetV2 model, ReadOnlySpan<float> images, long[] shape)
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        var input = empty(shape);
        MemoryMarshal.AsBytes(images).CopyTo(input.bytes);
        return model.call(input).data<float>().ToArray();
    }
}

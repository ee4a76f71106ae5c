using System.Runtime.ExceptionServices;
using MobileNets.Imaging;

namespace MobileNets.Inference;

/// <content>
/// Pictures in: they are resized, cut and normalised as evaluation does it (<see cref="Preprocessing"/>). Files and encoded bytes are JPEG
/// or PNG and need the decoders' native libraries; pixels need nothing.
/// </content>
public sealed partial class InferenceModel
{
    private const int DefaultTop = 5;
    private const int PicturesPerThread = 8;
    private const string EncodedName = "picture";

    private EvaluationPreprocessing? _preprocessing;
    private string[]? _classNames;

    /// <summary>
    /// How pictures become the network's input: the sizes that the weights carry; in proportion, where the model was loaded for another
    /// input size. What does not belong to a picture's middle is cut off.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network's input has not three channels: it takes numbers only.</exception>
    public EvaluationPreprocessing Preprocessing => _preprocessing ??= CreatePreprocessing();

    /// <summary>Says what a file shows.</summary>
    /// <param name="path">A JPEG or PNG file.</param>
    /// <param name="top">How many classes to name, at least 1; all of them, where there are fewer.</param>
    /// <returns>The likeliest classes, likeliest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    /// <exception cref="ImageFormatException">The file is no readable picture.</exception>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier, or its outputs are not finite.</exception>
    public Classification[] Classify(string path, int top = DefaultTop)
    {
        var classes = NewClasses(top);
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.ApplyToFile(path, input.Span);
        Classify(input.Span, classes);
        return classes;
    }

    /// <summary>Says what an encoded picture shows.</summary>
    /// <param name="encoded">The bytes of a JPEG or PNG file.</param>
    /// <param name="top">How many classes to name, at least 1; all of them, where there are fewer.</param>
    /// <returns>The likeliest classes, likeliest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    /// <exception cref="ImageFormatException">The bytes are no readable picture.</exception>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier, or its outputs are not finite.</exception>
    public Classification[] Classify(ReadOnlySpan<byte> encoded, int top = DefaultTop)
    {
        var classes = NewClasses(top);
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.ApplyToEncoded(encoded, EncodedName, input.Span);
        Classify(input.Span, classes);
        return classes;
    }

    /// <summary>Says what pixels show.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="top">How many classes to name, at least 1; all of them, where there are fewer.</param>
    /// <returns>The likeliest classes, likeliest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier, or its outputs are not finite.</exception>
    public Classification[] Classify(in PixelImage image, int top = DefaultTop)
    {
        var classes = NewClasses(top);
        Classify(image, classes);
        return classes;
    }

    /// <summary>Says what pixels show; allocates nothing on the managed heap once warm.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="classes">Receives the likeliest classes, likeliest first: 1 to <see cref="Classes"/> of them.</param>
    /// <exception cref="ArgumentException"><paramref name="classes"/> is empty or longer than there are classes.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier, or its outputs are not finite.</exception>
    public void Classify(in PixelImage image, Span<Classification> classes)
    {
        RequireClassifier();
        if (classes.IsEmpty || classes.Length > Classes)
            throw new ArgumentException($"Expected room for 1 to {Classes} classes, not {classes.Length}.", nameof(classes));
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.Apply(image, input.Span);
        Classify(input.Span, classes);
    }

    /// <summary>Says what many files show, several at a time.</summary>
    /// <param name="paths">JPEG and PNG files.</param>
    /// <param name="top">How many classes to name for each, at least 1; all of them, where there are fewer.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <returns>Each file's likeliest classes, in the files' order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    /// <exception cref="ImageFormatException">A file is no readable picture.</exception>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier, or its outputs are not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Classification[][] Classify(IReadOnlyList<string> paths, int top = DefaultTop, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var results = new Classification[paths.Count][];
        for (var i = 0; i < results.Length; i++)
            results[i] = NewClasses(top);
        var preprocessing = Preprocessing;
        var capacity = Math.Min(paths.Count, PicturesPerThread * Threads);
        using var inputs = new PooledFloats(capacity * preprocessing.OutputLength);
        using var logits = new PooledFloats(capacity * Classes);
        for (var start = 0; start < paths.Count; start += capacity)
        {
            var count = Math.Min(capacity, paths.Count - start);
            PrepareFiles(start, count);
            Logits(inputs.Span[..(count * preprocessing.OutputLength)], logits.Span[..(count * Classes)], cancellationToken);
            for (var i = 0; i < count; i++)
                TopClasses.Pick(logits.Span.Slice(i * Classes, Classes), ClassNames, results[start + i]);
        }
        return results;

        void PrepareFiles(int start, int count)
        {
            try
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken };
                Parallel.For(0, count, options, i =>
                    preprocessing.ApplyToFile(paths[start + i], inputs.Span.Slice(i * preprocessing.OutputLength, preprocessing.OutputLength)));
            }
            catch (AggregateException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }
        }
    }

    /// <summary>The pooled features of a file's picture: what similar pictures have in common.</summary>
    /// <param name="path">A JPEG or PNG file.</param>
    /// <returns><see cref="EmbeddingLength"/> numbers.</returns>
    /// <exception cref="ImageFormatException">The file is no readable picture.</exception>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public float[] Embed(string path)
    {
        var embedding = new float[EmbeddingLength];
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.ApplyToFile(path, input.Span);
        Embed(input.Span, embedding);
        return embedding;
    }

    /// <summary>The pooled features of an encoded picture.</summary>
    /// <param name="encoded">The bytes of a JPEG or PNG file.</param>
    /// <returns><see cref="EmbeddingLength"/> numbers.</returns>
    /// <exception cref="ImageFormatException">The bytes are no readable picture.</exception>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    public float[] Embed(ReadOnlySpan<byte> encoded)
    {
        var embedding = new float[EmbeddingLength];
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.ApplyToEncoded(encoded, EncodedName, input.Span);
        Embed(input.Span, embedding);
        return embedding;
    }

    /// <summary>The pooled features of pixels; allocates nothing on the managed heap once warm.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="embedding">Receives <see cref="EmbeddingLength"/> numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="embedding"/> has another length.</exception>
    public void Embed(in PixelImage image, Span<float> embedding)
    {
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.Apply(image, input.Span);
        Embed(input.Span, embedding);
    }

    /// <summary>The logits of pixels; allocates nothing on the managed heap once warm.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="logits">Receives <see cref="Classes"/> numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="logits"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">The network has no classifier.</exception>
    public void Logits(in PixelImage image, Span<float> logits)
    {
        using var input = new PooledFloats(Preprocessing.OutputLength);
        Preprocessing.Apply(image, input.Span);
        Logits(input.Span, logits);
    }

    private string[] ClassNames => _classNames ??= [.. Enumerable.Range(0, Classes).Select(Description.LabelOf)];

    private void Classify(ReadOnlySpan<float> planes, Span<Classification> classes)
    {
        using var logits = new PooledFloats(Classes);
        Logits(planes, logits.Span);
        TopClasses.Pick(logits.Span, ClassNames, classes);
    }

    private Classification[] NewClasses(int top)
    {
        RequireClassifier();
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        return new Classification[Math.Min(top, Classes)];
    }

    private void RequireClassifier()
    {
        if (Classes == 0)
            throw new InvalidOperationException("The network has no classifier: it embeds pictures, but knows no classes.");
    }

    private EvaluationPreprocessing CreatePreprocessing()
    {
        if (Plan.Input.Channels != RgbImage.Channels)
            throw new InvalidOperationException($"The network reads {Plan.Input.Channels} channels; a picture has red, green and blue. Pass numbers instead.");
        var size = Math.Max(InputHeight, InputWidth);
        var resizeTo = (int)Math.Round((double)Description.ResizeSize * size / Description.InputSize);
        return new EvaluationPreprocessing(resizeTo, InputHeight, InputWidth);
    }
}

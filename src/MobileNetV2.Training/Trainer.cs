using System.Diagnostics;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training.Batches;
using MobileNets.Training.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training;

/// <summary>Trains a network on labelled pictures with <see cref="TrainingOptions"/>' recipe.</summary>
/// <example><code>
/// var data = ImageDataset.Open("flowers");
/// using var model = new MobileNetV2(new MobileNetV2Options { Classes = data.ClassNames.Count });
/// using var trainer = new Trainer(model, new TrainingOptions { Epochs = 30 });
/// foreach (var epoch in trainer.Fit(data))
///     Console.WriteLine($"{epoch.Epoch}: {epoch.ValidationAccuracy:P1}");
/// </code></example>
public sealed class Trainer : IDisposable
{
    private readonly MobileNetV2 _model;
    private readonly TrainingOptions _options;
    private readonly RMSProp _optimizer;
    private long _step;

    /// <summary>Makes the optimiser over the model's parameters that require a gradient.</summary>
    /// <param name="model">The network, on the CPU; it stays the caller's.</param>
    /// <param name="options">The recipe.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Trainer(MobileNetV2 model, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _model = model;
        _options = options;
        _optimizer = optim.RMSProp(
            // A list: TorchSharp's optimiser goes through what it is given again at every step.
            model.parameters().Where(parameter => parameter.requires_grad).ToList(), options.LearningRate,
            weight_decay: options.WeightDecay, momentum: options.Momentum);
    }

    /// <summary>How pictures are prepared when the network is evaluated: torchvision's 256 : 224 at the training size.</summary>
    public EvaluationPreprocessing Preprocessing => new((int)Math.Round(_options.ImageSize * 256.0 / 224), _options.ImageSize);

    /// <summary>
    /// Trains epoch by epoch, each one when its result is asked for; after every epoch the model is in evaluation mode, so
    /// that the caller may save it or stop. A step runs on the caller's thread from beginning to end.
    /// </summary>
    /// <param name="data">Training and validation pictures.</param>
    /// <param name="progress">Told after every step, on this thread.</param>
    /// <param name="cancellationToken">Stops after the step in hand.</param>
    /// <exception cref="ArgumentException">Class counts disagree, or a split is empty or smaller than a batch.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<EpochResult> Fit(ImageDataset data, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_model.Options.Classes != data.ClassNames.Count)
            throw new ArgumentException($"The network has {_model.Options.Classes} classes, {data.Folder} has {data.ClassNames.Count}.", nameof(data));
        var validation = data.Samples(Split.Validation);
        if (validation.Count == 0)
            throw new ArgumentException($"{data.Folder} has no validation pictures.", nameof(data));
        var batches = new TrainingBatches(data.Samples(Split.Train), _options);
        return Epochs(batches, validation, progress, cancellationToken);
    }

    /// <summary>Frees the optimiser's state.</summary>
    public void Dispose() => _optimizer.Dispose();

    private IEnumerable<EpochResult> Epochs(TrainingBatches batches, IReadOnlyList<ImageSample> validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var best = -1.0;
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            var train = TrainEpoch(batches, epoch, progress, cancellationToken);
            var evaluation = Evaluator.Evaluate(_model, validation, Preprocessing, cancellationToken: cancellationToken);
            var isBest = evaluation.Top1 > best;
            best = Math.Max(best, evaluation.Top1);
            yield return new EpochResult(
                epoch + 1, _options.LearningRateAt(epoch, _step - 1), train.Loss, train.Accuracy, evaluation.Loss, evaluation.Top1, isBest, clock.Elapsed, train.WaitShare);
        }
    }

    private (double Loss, double Accuracy, double WaitShare) TrainEpoch(TrainingBatches batches, int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _model.train();
        var (seen, lossSum, correct, done) = (0, 0.0, 0L, 0);
        var (clock, stepTime) = (Stopwatch.StartNew(), new Stopwatch());
        foreach (var batch in batches.Epoch(epoch, cancellationToken))
        {
            using (batch)
            {
                stepTime.Start();
                var rate = _options.LearningRateAt(epoch, _step);
                var (loss, right) = Step(batch, rate);
                stepTime.Stop();
                if (!double.IsFinite(loss))
                    throw new TrainingDivergedException(epoch + 1, done + 1, rate);
                _step++;
                done++;
                seen += batch.Count;
                lossSum += loss * batch.Count;
                correct += right;
            }
            progress?.Report(new TrainingProgress(epoch + 1, _options.Epochs, done, batches.Count, lossSum / seen, seen / clock.Elapsed.TotalSeconds));
            cancellationToken.ThrowIfCancellationRequested();
        }
        return (lossSum / seen, (double)correct / seen, 1 - stepTime.Elapsed / clock.Elapsed);
    }

    private (double Loss, long Correct) Step(Batch batch, double learningRate)
    {
        using var scope = NewDisposeScope();
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = learningRate;
        var images = empty(batch.Shape);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch.Pixels).CopyTo(images.bytes);
        var labels = tensor(batch.Labels);

        _model.zero_grad();
        var logits = _model.call(images);
        var loss = functional.cross_entropy(logits, labels);
        var value = loss.item<float>();
        if (!float.IsFinite(value))
            return (value, 0); // the weights stay as they are
        loss.backward();
        _optimizer.step();
        return (value, logits.argmax(1).eq(labels).sum().item<long>());
    }
}

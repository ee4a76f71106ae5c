using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training.Batches;
using MobileNets.Training.Checkpoints;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training;

/// <summary>
/// Trains a network on labelled pictures with <see cref="TrainingOptions"/>' recipe. Whatever ends the process, a run that is opened with
/// <see cref="RunFolder.Resume"/> goes on to the same weights, bit for bit, that it would have come to without the interruption (on the same
/// machine, with as many torch threads and the same <see cref="TrainingOptions.Compute"/>, and as long as nothing else draws from torch's generator meanwhile).
/// </summary>
/// <example><code>
/// var data = ImageDataset.Open("flowers");
/// using var run = RunFolder.Create("runs/flowers", data.ClassNames);
/// using var model = new MobileNetV2(new MobileNetV2Options { Classes = data.ClassNames.Count });
/// using var trainer = new Trainer(model, new TrainingOptions { Epochs = 30 });
/// var result = trainer.Fit(data, run);
/// Console.WriteLine($"{result.Best.ValidationAccuracy:P1} with {result.BestModel}");
/// </code></example>
public sealed class Trainer : IDisposable
{
    private const ulong DropoutStream = 0x64726F706F7574; // "dropout": apart from the other uses of a run's seed

    private readonly MobileNetV2 _model;
    private readonly TrainingOptions _options;
    private readonly ILogger _logger;
    private readonly ParameterOptimizer _optimizer;
    private readonly MovingAverage? _average;
    private readonly Stopwatch _sinceSave = new();

    /// <summary>Makes the optimiser over the model's parameters that require a gradient.</summary>
    /// <param name="model">The network, with a classifier and on the CPU; it stays the caller's.</param>
    /// <param name="options">The recipe.</param>
    /// <param name="logger">Told about epochs and checkpoints, and warned of pictures that cannot be read.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Trainer(MobileNetV2 model, TrainingOptions options, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _model = model;
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _model.SetBatchNormMomentum(options.BatchNormMomentum);
        _optimizer = ParameterOptimizer.Create(TrainedParameter.Of(model, options), options);
        _average = options.MovingAverageDecay > 0 ? new MovingAverage(model, options.MovingAverageDecay) : null;
    }

    /// <summary>The time after a checkpoint at which another is written within an epoch, after the step in hand.</summary>
    /// <value>Default 10 minutes; one is written after every epoch in any case.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Called after every epoch, when its checkpoint is on the disk.</summary>
    public Action<EpochResult>? EpochEnded { get; init; }

    /// <summary>Called with the file of every checkpoint that has been written.</summary>
    public Action<string>? CheckpointSaved { get; init; }

    /// <summary>What keeps the steps from being fused, as a phrase for a log; null where nothing is in the way.</summary>
    public string? FusedObstacle
    {
        get
        {
            using var images = empty(_options.BatchSize, _model.Options.InputChannels, _options.ImageSize, _options.ImageSize);
            return _model.FusedObstacle(images);
        }
    }

    /// <summary>How pictures are prepared when the network is evaluated: torchvision's 256 : 224 at the training size.</summary>
    public EvaluationPreprocessing Preprocessing => new((int)Math.Round(_options.ImageSize * 256.0 / 224), _options.ImageSize);

    /// <summary>
    /// Trains to the last epoch, or until early stopping ends it. Steps run on the caller's thread. The network keeps the last step's weights;
    /// the best epoch's are in the result's file.
    /// </summary>
    /// <param name="data">Training and validation pictures.</param>
    /// <param name="run">Where checkpoints and records go; with a checkpoint in it, training goes on from there.</param>
    /// <param name="progress">Told before a phase and after every step, on this thread.</param>
    /// <param name="cancellationToken">Ends the run after the step in hand, with a checkpoint.</param>
    /// <exception cref="ArgumentException">Class counts or the checkpoint's options disagree, or a split is empty or smaller than a batch.</exception>
    /// <exception cref="InvalidOperationException">The steps cannot be fused, and <see cref="TrainingOptions.Compute"/> or the run that is resumed wants them to be.</exception>
    /// <exception cref="DatasetException">The checkpoint is of other pictures, or the pictures cannot be read.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="IOException">A checkpoint or record cannot be written; the checkpoint before is intact.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the checkpoint has been written.</exception>
    public TrainingResult Fit(ImageDataset data, RunFolder run, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(run);
        Check(data);
        var skipped = new SkippedPictures(_logger);
        var batches = new TrainingBatches(data.Samples(Split.Train), _options, skipped: skipped);
        var schedule = new LearningRateSchedule(_options, batches.Count);
        var meter = new ProgressMeter(_options, batches.Count, progress);
        var (state, best) = run.Checkpoint is { } checkpoint ? Restore(checkpoint, data) : (Begin(data), null);
        EmbeddingCache? embeddings = null;

        try
        {
            if (run.Checkpoint is { } begun)
                Publish(begun);
            else
                Save(); // from here on the run can be resumed
            while (state.Epoch < _options.Epochs && !state.EarlyStopping.ShouldStop)
            {
                TrainEpoch();
                Evaluate();
                Save();
                _logger.EpochEnded(state.History[^1]);
                EpochEnded?.Invoke(state.History[^1]);
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }
        catch (TrainingDivergedException)
        {
            run.Write(Report(RunStatus.Diverged));
            throw;
        }
        finally
        {
            embeddings?.Dispose();
        }
        var report = Report(RunStatus.Finished);
        run.Write(report);
        return new TrainingResult(state.History, run.BestModel, report);

        void TrainEpoch()
        {
            var isFrozen = state.Epoch < _options.FrozenEpochs;
            _model.train(!isFrozen);
            _model.Classifier!.train();
            if (state.Tally.Steps < batches.Count)
                meter.Report(TrainingPhase.Training, state);
            var clock = Stopwatch.StartNew();
            foreach (var (inputs, labels) in isFrozen ? Embeddings() : Pictures())
            {
                var waited = clock.Elapsed;
                var rate = schedule.At(state.Step);
                var (loss, correct) = Step(isFrozen ? _model.Classifier : _model, inputs, labels, isFrozen, state.Step, rate);
                if (!double.IsFinite(loss))
                    throw new TrainingDivergedException(state.Epoch + 1, state.Tally.Steps + 1, rate, best is null ? null : run.BestModel);
                state = state.AfterStep(labels.shape[0], loss, correct, clock.Elapsed, waited);
                meter.Report(TrainingPhase.Training, state);
                if (_sinceSave.Elapsed >= CheckpointInterval)
                    Save();
                cancellationToken.ThrowIfCancellationRequested();
                clock.Restart();
            }
        }

        // The same batches as if the epoch had not been interrupted.
        IEnumerable<(Tensor Inputs, Tensor Labels)> Pictures()
        {
            foreach (var batch in batches.Epoch(state.Epoch, state.Tally.Steps))
            {
                using var _ = batch;
                using var images = empty(batch.Shape);
                MemoryMarshal.AsBytes(batch.Pixels).CopyTo(images.bytes);
                using var labels = tensor(batch.Labels);
                yield return (images, labels);
            }
        }

        IEnumerable<(Tensor Inputs, Tensor Labels)> Embeddings()
        {
            embeddings ??= EmbeddingCache.Compute(
                _model, new EvaluationBatches(data.Samples(Split.Train), Preprocessing, workers: _options.Workers, skipped: skipped).Pass(cancellationToken), cancellationToken);
            _model.Classifier!.train();
            var order = Enumerable.Range(0, (int)embeddings.Count).Select(i => (long)i).ToArray();
            new SeededRandom(_options.Seed, (ulong)state.Epoch).Shuffle(order.AsSpan());
            for (var step = state.Tally.Steps; step < batches.Count; step++)
            {
                // Round again where pictures were left out: every epoch has as many steps.
                var (inputs, labels) = embeddings.Batch([.. Enumerable.Range(step * _options.BatchSize, _options.BatchSize).Select(i => order[i % order.Length])]);
                using (inputs)
                using (labels)
                    yield return (inputs, labels);
            }
        }

        void Evaluate()
        {
            var clock = Stopwatch.StartNew();
            using var averaged = _average?.Use();
            meter.Report(TrainingPhase.Evaluating, state);
            var evaluation = Evaluator.Evaluate(_model, data.Samples(Split.Validation), Preprocessing, meter.Evaluation(state), cancellationToken, skipped);
            state = state.AfterEpoch(schedule.At(state.Step - 1), evaluation, clock.Elapsed);
            if (state.History[^1].IsBest)
                best = _model.ToStateDict(Description(data).ToMetadata());
        }

        void Save()
        {
            meter.Report(TrainingPhase.Saving, state);
            var saved = new Checkpoint
            {
                State = state, Model = _model.ToStateDict(Description(data).ToMetadata()), Optimizer = _optimizer.SaveState(), Average = _average?.SaveState(), Best = best,
            };
            var file = run.Save(saved);
            Publish(saved);
            CheckpointSaved?.Invoke(file);
        }

        void Publish(Checkpoint saved)
        {
            run.Publish(saved);
            run.Write(Report(RunStatus.Unfinished));
            _sinceSave.Restart();
        }

        RunReport Report(RunStatus status) => new() { State = state, Data = data, Network = _model.Options, Status = status, Written = DateTimeOffset.Now };
    }

    /// <summary>Frees the optimiser's state and the moving average.</summary>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
    }

    private void Check(ImageDataset data)
    {
        if (!_model.Options.IncludeClassifier || _model.Options.Classes != data.ClassNames.Count)
            throw new ArgumentException($"The network has {(_model.Options.IncludeClassifier ? _model.Options.Classes : 0)} classes, {data.Folder} has {data.ClassNames.Count}.", nameof(data));
        if (data.Samples(Split.Validation).Count == 0)
            throw new ArgumentException($"{data.Folder} has no validation pictures.", nameof(data));
    }

    private TrainingState Begin(ImageDataset data) => new()
    {
        Options = _options, DataFingerprint = data.Fingerprint, SplitRule = data.SplitRule, Dropout = _model.Options.Dropout, Threads = get_num_threads(), Compute = Choose(_options.Compute), Started = DateTimeOffset.Now,
    };

    private (TrainingState State, StateDict? Best) Restore(Checkpoint checkpoint, ImageDataset data)
    {
        var state = checkpoint.State;
        if (state.Options with { Workers = _options.Workers, Compute = _options.Compute } != _options)
            throw new ArgumentException("The options are not those that the run began with; take them from its checkpoint.", nameof(checkpoint));
        if (state.DataFingerprint != data.Fingerprint)
            throw new DatasetException(data.Folder, "these are not the pictures that the run began with", "give the run's own data set, or start a new run");
        if (state.Threads != get_num_threads())
            _logger.OtherThreads(state.Threads, get_num_threads());
        var isAsBegun = _options.Compute == state.Options.Compute;
        var compute = isAsBegun ? Choose(state.Compute, "as the run began") : Choose(_options.Compute);
        if (compute != state.Compute)
            _logger.OtherCompute(state.Compute, compute);
        state = state with { Compute = compute, Options = state.Options with { Compute = _options.Compute } };
        _model.LoadStateDict(checkpoint.Model, "checkpoint");
        _optimizer.LoadState(checkpoint.Optimizer, "checkpoint");
        if (_average is not null)
            _average.LoadState(checkpoint.Average!, "checkpoint");
        _logger.Resumed(state.Epoch + 1, state.Tally.Steps);
        return (state, checkpoint.Best);
    }

    private ComputeMode Choose(ComputeMode asked, string why = "as asked for")
    {
        var obstacle = asked == ComputeMode.Torch ? null : FusedObstacle;
        if (asked == ComputeMode.Fused && obstacle is not null)
            throw new InvalidOperationException($"The training steps cannot be fused: {obstacle}. Set {nameof(TrainingOptions.Compute)} to {nameof(ComputeMode.Torch)}.");
        if (asked == ComputeMode.Auto)
            (asked, why) = obstacle is null ? (ComputeMode.Fused, "nothing is in the way") : (ComputeMode.Torch, obstacle);
        _logger.ComputeChosen(asked, why);
        return _model.Compute = asked;
    }

    private (double Loss, long Correct) Step(Module<Tensor, Tensor> network, Tensor inputs, Tensor labels, bool isFrozen, long step, double learningRate)
    {
        using var scope = NewDisposeScope();
        manual_seed(unchecked((long)new SeededRandom(_options.Seed, DropoutStream, (ulong)step).NextBits()));
        var mixup = _options.Mixup > 0 && !isFrozen ? Mixup.Draw(_options.Mixup, (int)labels.shape[0], _options.Seed, step) : null;

        _model.zero_grad();
        var logits = network.call(mixup is null ? inputs : mixup.Mix(inputs));
        var loss = mixup is null
            ? functional.cross_entropy(logits, labels, null, -100, Reduction.Mean, _options.LabelSmoothing)
            : mixup.Loss(logits, labels, _options.LabelSmoothing);
        var value = loss.item<float>();
        if (!float.IsFinite(value))
            return (value, 0); // the weights stay as they are
        loss.backward();
        if (_options.GradientClipNorm > 0)
            torch.nn.utils.clip_grad_norm_(_model.parameters(), _options.GradientClipNorm);
        _optimizer.Step(learningRate);
        _average?.Update();
        return (value, logits.argmax(1).eq(labels).sum().item<long>());
    }

    private ModelDescription Description(ImageDataset data) => new()
    {
        Network = _model.Options, Labels = data.ClassNames, InputSize = Preprocessing.Size, ResizeSize = Preprocessing.ResizeTo,
    };

    private sealed class SkippedPictures(ILogger logger) : IProgress<SkippedImage>
    {
        public void Report(SkippedImage value) => logger.PictureSkipped(value.Reason);
    }
}

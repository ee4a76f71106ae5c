using System.Runtime.InteropServices;
using System.Text.Json;
using MobileNets.Training.Data;
using TorchSharp;

namespace MobileNets.Training.Runs;

/// <summary><c>run.json</c>: what was asked for, on what data and machine, and what came out.</summary>
public sealed class RunReport
{
    /// <summary>The recipe.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The data set.</summary>
    public required ImageDataset Data { get; init; }

    /// <summary>The network's width multiplier.</summary>
    public required double WidthMultiplier { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>Every finished epoch.</summary>
    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    /// <summary>The best weights on the test pictures; null where there are none or the run was stopped.</summary>
    public Evaluation? Test { get; init; }

    /// <summary>Writes the report as indented JSON.</summary>
    /// <param name="stream">Where to.</param>
    public void WriteTo(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        WriteSettings(json);
        WriteMachine(json);
        WriteResult(json);
        json.WriteEndObject();
    }

    private void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteStartObject("options");
        json.WriteNumber("epochs", Options.Epochs);
        json.WriteNumber("batchSize", Options.BatchSize);
        json.WriteString("optimizer", "RMSprop");
        json.WriteNumber("learningRate", Options.LearningRate);
        json.WriteNumber("learningRateDecay", Options.LearningRateDecay);
        json.WriteNumber("warmupSteps", Options.WarmupSteps);
        json.WriteNumber("momentum", Options.Momentum);
        json.WriteNumber("weightDecay", Options.WeightDecay);
        json.WriteNumber("minCropArea", Options.MinCropArea);
        json.WriteNumber("workers", Options.Workers);
        json.WriteNumber("seed", Options.Seed);
        json.WriteNumber("widthMultiplier", WidthMultiplier);
        json.WriteNumber("imageSize", Options.ImageSize);
        json.WriteEndObject();

        json.WriteStartObject("data");
        json.WriteString("folder", Data.Folder);
        json.WriteNumber("classes", Data.ClassNames.Count);
        foreach (var split in Enum.GetValues<Split>())
            json.WriteNumber(split.ToString().ToLowerInvariant(), Data.Samples(split).Count);
        json.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter json)
    {
        json.WriteStartObject("machine");
        json.WriteString("os", RuntimeInformation.OSDescription);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteString("dotnet", RuntimeInformation.FrameworkDescription);
        json.WriteString("torch", $"{typeof(torch).Assembly.GetName().Name} over libtorch {torch.__version__}");
        json.WriteNumber("torchThreads", torch.get_num_threads());
        json.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter json)
    {
        json.WriteStartObject("result");
        json.WriteString("started", Started);
        json.WriteString("ended", Ended);
        json.WriteNumber("epochs", Epochs.Count);
        if (Epochs.LastOrDefault(epoch => epoch.IsBest) is { } best)
        {
            json.WriteNumber("bestEpoch", best.Epoch);
            json.WriteNumber("bestValidationAccuracy", best.ValidationAccuracy);
        }
        if (Test is not null)
        {
            json.WriteNumber("testImages", Test.Images);
            json.WriteNumber("testTop1", Test.Top1);
            json.WriteNumber("testTop5", Test.Top5);
            json.WriteNumber("testLoss", Test.Loss);
        }
        json.WriteEndObject();
    }
}

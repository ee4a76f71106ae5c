using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using MobileNets.Architecture;
using MobileNets.Training.Checkpoints;
using MobileNets.Training.Data;
using TorchSharp;

namespace MobileNets.Training.Runs;

/// <summary><c>run.json</c>: what was asked for, on what data and machine, and what came out.</summary>
public sealed record RunReport
{
    /// <summary>Where the run is.</summary>
    public required TrainingState State { get; init; }

    /// <summary>The data set.</summary>
    public required ImageDataset Data { get; init; }

    /// <summary>The network.</summary>
    public required MobileNetV2Options Network { get; init; }

    /// <summary>How far the run has come.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When this was so.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>The best network on the test pictures; null where there are none or the run has not finished.</summary>
    public Evaluation? Test { get; init; }

    /// <summary>Writes the report as indented JSON.</summary>
    /// <param name="stream">Where to.</param>
    public void WriteTo(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("status", Status.ToString().ToLowerInvariant());
        json.WritePropertyName("options");
        using (var options = JsonDocument.Parse(State.Options.ToJson()))
            options.WriteTo(json);
        WriteNetwork(json);
        WriteData(json);
        WriteMachine(json);
        WriteResult(json);
        json.WriteEndObject();
    }

    private void WriteNetwork(Utf8JsonWriter json)
    {
        json.WriteStartObject("network");
        json.WriteNumber("widthMultiplier", Network.WidthMultiplier);
        json.WriteNumber("classes", Network.Classes);
        json.WriteNumber("dropout", Network.Dropout);
        json.WriteString("bottleneck", Network.Bottleneck.ToString().ToLowerInvariant());
        json.WriteString("shortcut", Network.Shortcut.ToString().ToLowerInvariant());
        json.WriteEndObject();
    }

    private void WriteData(Utf8JsonWriter json)
    {
        json.WriteStartObject("data");
        json.WriteString("folder", Data.Folder);
        json.WriteString("fingerprint", State.DataFingerprint);
        json.WriteString("splitRule", State.SplitRule);
        json.WriteNumber("classes", Data.ClassNames.Count);
        foreach (var split in Enum.GetValues<Split>())
            json.WriteNumber(split.ToString().ToLowerInvariant(), Data.Samples(split).Count);
        json.WriteNumber("skipped", Data.Skipped.Count);
        json.WriteEndObject();
    }

    private void WriteMachine(Utf8JsonWriter json)
    {
        json.WriteStartObject("machine");
        json.WriteString("os", RuntimeInformation.OSDescription);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteString("version", typeof(RunReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        json.WriteString("dotnet", RuntimeInformation.FrameworkDescription);
        json.WriteString("torch", $"{typeof(torch).Assembly.GetName().Name} over libtorch {torch.__version__}");
        json.WriteNumber("torchThreads", State.Threads);
        json.WriteString("compute", State.Compute.ToString().ToLowerInvariant());
        json.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter json)
    {
        json.WriteStartObject("result");
        json.WriteString("started", State.Started);
        json.WriteString("ended", Written);
        json.WriteNumber("trainingSeconds", Math.Round(State.History.Sum(epoch => epoch.Duration.TotalSeconds), 3));
        json.WriteNumber("epochs", State.History.Count);
        if (State.Best is { } best)
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

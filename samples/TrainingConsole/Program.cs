// Trains MobileNetV2 on a folder of pictures, keeps the best weights, and classifies some pictures it has never seen.
//   TrainingConsole [FOLDER]      Flowers102's layout or a folder per class; without one, flowers are generated
using MobileNets.Architecture;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using TorchSharp;

var folder = args.FirstOrDefault() ?? Path.Combine("data", "flowers-20");
const int size = 96;

if (args.Length == 0 && !Directory.Exists(folder))
{
    Console.WriteLine($"Generating pictures of 20 kinds of flowers in {folder} ...");
    SyntheticFlowers.Write(folder, new SyntheticFlowersOptions { Classes = 20, PerClass = 100, Size = 128 });
}
var data = ImageDataset.Open(folder);
var (train, validation, test) = (data.Samples(Split.Train), data.Samples(Split.Validation), data.Samples(Split.Test));
Console.WriteLine($"{data.ClassNames.Count} classes: {train.Count} training, {validation.Count} validation and {test.Count} test pictures");

// The recipe, scaled down to minutes on two cores. Small pictures gain little from more threads, and decoding wants some too.
torch.set_num_threads(Math.Max(1, Environment.ProcessorCount / 2));
torch.manual_seed(1); // with the recipe's own seed, the run is repeatable
using var model = new MobileNetV2(new MobileNetV2Options { Classes = data.ClassNames.Count, WidthMultiplier = 0.5, InputHeight = size, InputWidth = size });
var options = new TrainingOptions { Epochs = 20, BatchSize = 16, ImageSize = size, LearningRate = 0.0005, LearningRateDecay = 0.94, WarmupSteps = 30, MinCropArea = 0.6 };
using var trainer = new Trainer(model, options) { EpochEnded = Print };
Console.WriteLine($"MobileNetV2 with {model.Plan.Parameters:N0} parameters, {model.Plan.MultAdds / 1e6:F1} million mult-adds a picture of {size}×{size}");
Console.WriteLine("epoch   lr       train: loss  accuracy   validation: loss  accuracy   seconds");

// Checkpoints, curves and the best weights go to a folder of the run's own; RunFolder.Resume would go on with it.
using var run = RunFolder.Create(Path.Combine("runs", $"{DateTime.Now:yyyyMMdd-HHmmss}"), data.ClassNames);
var training = trainer.Fit(data, run, new StepLine());

// From here on as an application would: load the file, classify pictures.
var (best, _) = ModelFile.Load(training.BestModel);
var result = Evaluator.Evaluate(best, test, trainer.Preprocessing);
Console.WriteLine($"Test accuracy on {result.Images} pictures never trained on: {result.Top1:P1} (top 5: {result.Top5:P1}; chance: {1.0 / data.ClassNames.Count:P1})");
Console.WriteLine($"Nearest neighbour on colour histograms, for comparison: {ColorHistogramBaseline.Fit(train).Accuracy(test):P1}");
Console.WriteLine($"Weights: {training.BestModel}, curves: {Path.Combine(run.Path, "curves.svg")}");

var pixels = new float[trainer.Preprocessing.OutputLength];
foreach (var sample in test.Where((_, index) => index % (test.Count / 5) == 0).Take(5))
{
    trainer.Preprocessing.Apply(ImageDecoder.Default.DecodeFile(sample.Path), pixels);
    using var scope = torch.NewDisposeScope();
    using var noGradients = torch.no_grad();
    var probabilities = best.call(torch.tensor(pixels, [1, 3, size, size])).softmax(1);
    var (probability, label) = probabilities.max(1);
    Console.WriteLine($"  {Path.GetFileName(sample.Path)}: {data.ClassNames[(int)label.item<long>()]} ({probability.item<float>():P0}); it is a {data.ClassNames[sample.Label]}");
}
best.Dispose();

static void Print(EpochResult epoch) =>
    Console.WriteLine($"{epoch.Epoch,5}   {epoch.LearningRate:F5} {epoch.TrainLoss,12:F3} {epoch.TrainAccuracy,9:P1} {epoch.ValidationLoss,18:F3} {epoch.ValidationAccuracy,9:P1} {epoch.Duration.TotalSeconds,9:F1}");

/// <summary>Rewrites one line of the terminal after every step.</summary>
internal sealed class StepLine : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (!Console.IsOutputRedirected)
            Console.Write($"\r  epoch {value.Epoch}/{value.Epochs}, step {value.Step}/{value.Steps}: loss {value.Loss:F3}, {value.ImagesPerSecond:F0} images/s   \r");
    }
}

using System.Text.Json;
using MobileNets.Imaging;
using MobileNets.Training;

namespace MobileNets.Cli.Tests;

public sealed class PredictTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    [Theory]
    [InlineData("torch")]
    [InlineData("managed")]
    public void Predict_TwoPictures_PrintsTheNetworksSoftmax(string engine)
    {
        var json = CommandLineProgram.Run("predict", "--weights", flowers.Weights, "--engine", engine, "--format", "json", flowers.Picture(1), flowers.Picture(12)).Json();

        json.EnumerateArray().Select(answer => answer.GetProperty("file").GetString()).Should().Equal(flowers.Picture(1), flowers.Picture(12));
        foreach (var answer in json.EnumerateArray())
        {
            var expected = Softmax(answer.GetProperty("file").GetString()!);
            var predictions = answer.GetProperty("predictions").EnumerateArray().ToList();
            predictions.Select(Probability).Should().BeInDescendingOrder().And.HaveCount(3);
            foreach (var prediction in predictions)
            {
                var index = prediction.GetProperty("index").GetInt32();
                Probability(prediction).Should().BeApproximately(expected[index], 1e-5);
                prediction.GetProperty("label").GetString().Should().Be(flowers.Description.LabelOf(index));
            }
        }
    }

    [Theory]
    [InlineData("torch", true)]
    [InlineData("managed", false)]
    [InlineData(null, false)]
    public void Predict_Engine_DecidesWhetherTorchIsLoaded(string? engine, bool loaded)
    {
        // The loader's own log is glibc's.
        if (!OperatingSystem.IsLinux())
            return;
        var log = flowers.PathOf($"loaded-{engine}");

        using (var process = CommandLineProgram.Start(
            ["predict", "--weights", flowers.Weights, .. engine is null ? Array.Empty<string>() : ["--engine", engine], flowers.Picture(1)], ("LD_DEBUG", "files"), ("LD_DEBUG_OUTPUT", log)))
            CommandLineProgram.Finish(process).ExitCode.Should().Be(0);

        var lines = Directory.GetFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log) + ".*").SelectMany(File.ReadLines).ToList();
        lines.Should().Contain(line => line.Contains("libturbojpeg"));
        lines.Any(line => line.Contains("libtorch_cpu") && line.Contains("calling init")).Should().Be(loaded);
    }

    [Fact]
    public void Predict_BadPicturesAmongGoodOnes_AnswersTheOthersAndFails()
    {
        var bad = flowers.PathOf("bad.jpg");
        File.WriteAllText(bad, "no picture");
        var missing = flowers.PathOf("missing.jpg");

        var result = CommandLineProgram.Run("predict", "--weights", flowers.Weights, "--format", "json", flowers.Picture(1), bad, missing, flowers.Data, flowers.Picture(2));

        result.ExitCode.Should().Be(2);
        JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(answer => answer.GetProperty("file").GetString())
            .Should().Equal(flowers.Picture(1), flowers.Picture(2));
        result.Error.TrimEnd('\n').Split('\n').Should().SatisfyRespectively(
            line => line.Should().StartWith($"{bad}: neither a JPEG nor a PNG"),
            line => line.Should().StartWith($"{missing}: no such file"),
            line => line.Should().StartWith($"{flowers.Data}: a folder"));
    }

    [Fact]
    public void Predict_LabelsFileAndTop_AreUsed()
    {
        var labels = flowers.PathOf("labels.txt");
        File.WriteAllText(labels, "Gänseblümchen\n龍胆\nc\n");

        var json = CommandLineProgram.Run("predict", "--weights", flowers.Weights, "--labels", labels, "--top", "1", "--format", "json", flowers.Picture(1)).Json();

        var only = json[0].GetProperty("predictions").EnumerateArray().Should().ContainSingle().Which;
        only.GetProperty("label").GetString().Should().Be(new[] { "Gänseblümchen", "龍胆", "c" }[only.GetProperty("index").GetInt32()]);
    }

    [Fact]
    public void Predict_TooFewLabels_Fails()
    {
        var labels = flowers.PathOf("two.txt");
        File.WriteAllText(labels, "a\nb\n");

        CommandLineProgram.Run("predict", "--weights", flowers.Weights, "--labels", labels, flowers.Picture(1)).ShouldBeAFailure(labels, "2 labels", "3 classes");
    }

    [Fact]
    public void Predict_Text_PrintsFileAndPercentages()
    {
        var result = CommandLineProgram.Run("predict", "--weights", flowers.Weights, flowers.Picture(1));

        result.ExitCode.Should().Be(0);
        result.Output.Should().StartWith(flowers.Picture(1) + "\n").And.Contain(" %  " + flowers.Description.Labels![0]);
    }

    [Fact]
    public void Predict_NoPicture_IsAUsageError() => CommandLineProgram.Run("predict", "--weights", flowers.Weights).ShouldBeAUsageError("argument");

    private static double Probability(JsonElement prediction) => prediction.GetProperty("probability").GetDouble();

    private double[] Softmax(string file)
    {
        var planes = new float[flowers.Preprocessing.OutputLength];
        flowers.Preprocessing.Apply(ImageDecoder.Default.DecodeFile(file), planes);
        var exponentials = Evaluator.Logits(flowers.Model, planes, [1, 3, 48, 48]).Select(logit => Math.Exp(logit)).ToArray();
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }
}

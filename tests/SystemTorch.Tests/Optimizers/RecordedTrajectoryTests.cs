using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Optimizers;

/// <summary>RMSProp and ExponentialLR, step by step, against the real TorchSharp 0.107.0 in float64.</summary>
public sealed class RecordedTrajectoryTests
{
    public static TheoryData<string> Headers => new(Lines.Where(line => line.StartsWith("# RMSProp", StringComparison.Ordinal)));

    private static string[] Lines { get; } = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Reference", "torchsharp-golden.txt"));

    [Theory]
    [MemberData(nameof(Headers))]
    public void Step_RMSProp_FollowsTheRecordedTrajectory(string header)
    {
        var rows = Lines.SkipWhile(line => line != header).Skip(1).TakeWhile(line => !line.StartsWith('#')).ToArray();
        using var start = tensor(new[] { 1.0, -2.0, 0.5, 3.0 });
        using var parameter = new Parameter(start);
        using var optimizer = optim.RMSProp([parameter], Setting("lr"), Setting("alpha"), Setting("eps"), Setting("weight_decay"), Setting("momentum"), header.Contains("centered True"));
        var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, 0.98);

        rows.Should().HaveCount(6);
        foreach (var row in rows)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            (parameter * parameter).sum().mul(0.5).backward();
            optimizer.step();
            scheduler.step();

            var expected = row.Split("  lr ");
            parameter.data<double>().ToArray().Should().Equal(expected[0].Split(' ').Select(Number), (a, b) => Math.Abs(a - b) < 1e-14);
            optimizer.ParamGroups.Single().LearningRate.Should().BeApproximately(Number(expected[1]), 1e-16);
        }

        double Setting(string name)
        {
            var words = header.Replace(",", "").Split(' ');
            return Number(words[Array.IndexOf(words, name) + 1]);
        }
    }

    [Fact]
    public void Step_RMSPropWithMinusculeRun_MatchesTheRecordedSemantics()
    {
        using var start = tensor(new[] { 1f });
        using var parameter = new Parameter(start);
        using var optimizer = optim.RMSProp([parameter], 0.1, 0.99, 1e-8, 0, 0.9);
        parameter.grad = tensor(new[] { 2f });

        optimizer.step();

        // v = 0.04, so the step is lr · 2 / 0.2 = 1: ten times the learning rate whatever the gradient.
        parameter.item<float>().Should().BeApproximately(0f, 1e-6f);
    }

    [Fact]
    public void Step_SchedulersOfTheRealLibrary_GiveItsRates()
    {
        using var start = tensor(new[] { 1f });
        using var parameter = new Parameter(start);
        using var optimizer = optim.SGD([parameter], 1);
        Rates(optim.lr_scheduler.ExponentialLR(optimizer, 0.9), 3).Should().Equal([1, 0.9, 0.81], (a, b) => Math.Abs(a - b) < 1e-15);

        using var second = optim.SGD([parameter], 1);
        Rates(optim.lr_scheduler.StepLR(second, 2, 0.1), 5).Should().Equal([1, 1, 0.1, 0.1, 0.01], (a, b) => Math.Abs(a - b) < 1e-15);

        using var third = optim.SGD([parameter], 2);
        Rates(optim.lr_scheduler.LambdaLR(third, epoch => 1.0 / (1 + epoch)), 3).Should().Equal([2, 1, 2.0 / 3], (a, b) => Math.Abs(a - b) < 1e-15);
    }

    private static List<double> Rates(optim.lr_scheduler.LRScheduler scheduler, int count)
    {
        var rates = new List<double>();
        for (var i = 0; i < count; i++)
        {
            rates.Add(scheduler.get_last_lr().Single());
            scheduler.step();
        }
        return rates;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

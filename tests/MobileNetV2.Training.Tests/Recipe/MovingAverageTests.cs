using MobileNets.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training.Recipe.Tests;

public sealed class MovingAverageTests
{
    private static readonly double[][] s_states = RecipeReference.Section("movingAverages").Rows("states");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Update_WeightsAndRunningStatistics_AreTheReference(int index)
    {
        var expected = RecipeReference.Section("movingAverages").Cases().ElementAt(index);
        using var norm = Network();
        Set(norm, s_states[0]);
        using var sut = new MovingAverage(norm, expected.Number("decay"));

        for (var step = 1; step < s_states.Length; step++)
        {
            Set(norm, s_states[step]);
            sut.Update();
            using (sut.Use())
                Values(norm).ShouldBeClose(expected.Rows("averages")[step], 1e-15, $"after update {step}");
            Values(norm).Should().Equal(s_states[step], "the network has its own weights back");
        }
    }

    [Fact]
    public void Update_Counter_IsCopied()
    {
        using var norm = BatchNorm2d(2);
        using var sut = new MovingAverage(norm, 0.9);
        norm.num_batches_tracked!.fill_(41);

        sut.Update();

        sut.SaveState()["num_batches_tracked"].ReadInt64s().Should().Equal(41);
    }

    [Fact]
    public void LoadState_OfAnotherRun_ContinuesBitForBit()
    {
        using var norm = Network();
        Set(norm, s_states[0]);
        using var whole = new MovingAverage(norm, 0.9999);
        Set(norm, s_states[1]);
        whole.Update();
        using var resumed = new MovingAverage(norm, 0.9999);

        resumed.LoadState(whole.SaveState(), "last.ckpt");
        Set(norm, s_states[2]);
        whole.Update();
        resumed.Update();

        resumed.SaveState().Select(Bytes).Should().Equal(whole.SaveState().Select(Bytes));
    }

    [Fact]
    public void SaveState_WhileTheAveragesAreInUse_Throws()
    {
        using var norm = Network();
        using var sut = new MovingAverage(norm, 0.9);
        using var use = sut.Use();

        sut.Invoking(s => s.SaveState()).Should().Throw<InvalidOperationException>();
        sut.Invoking(s => s.Update()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void LoadState_OfAnotherNetwork_Throws()
    {
        using var norm = Network();
        using var sut = new MovingAverage(norm, 0.9);

        sut.Invoking(s => s.LoadState(new StateDict([]), "last.ckpt")).Should().Throw<StateDictMismatchException>().WithMessage("last.ckpt*missing: weight*");
    }

    private static BatchNorm2d Network() => BatchNorm2d(2, 1e-5, 0.1, true, true, CPU, ScalarType.Float64);

    private static IEnumerable<Tensor> Floats(BatchNorm2d norm) => [norm.weight!, norm.bias!, norm.running_mean!, norm.running_var!];

    private static void Set(BatchNorm2d norm, double[] values)
    {
        using var gradients = no_grad();
        foreach (var (target, pair) in Floats(norm).Zip(values.Chunk(2)))
            target.copy_(tensor(pair));
    }

    private static double[] Values(BatchNorm2d norm) => [.. Floats(norm).SelectMany(tensor => tensor.detach().data<double>().ToArray())];

    private static string Bytes(NamedTensor entry) => $"{entry.Name} {Convert.ToHexString(entry.Data.Span)}";
}

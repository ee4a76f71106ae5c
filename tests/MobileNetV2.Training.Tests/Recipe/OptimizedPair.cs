using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training.Recipe.Tests;

/// <summary>The reference's two parameters, a weight [2, 2] and a bias [3], whose gradients are a coefficient times their value.</summary>
internal sealed class OptimizedPair : IDisposable
{
    private readonly Tensor[] _coefficients;
    private readonly double[] _rates;
    private int _step;

    public OptimizedPair(TrainingOptions options, ScalarType type = ScalarType.Float64, bool isFused = true)
    {
        var reference = RecipeReference.Section("optimizers");
        _rates = reference.Numbers("rates");
        _coefficients = Parts(reference.Numbers("coefficients"), type);
        var values = Parts(reference.Numbers("initial"), type);
        Parameters = [new("layer.weight", new Parameter(values[0]), options.WeightDecay), new("layer.bias", new Parameter(values[1]), options.WeightDecay)];
        Optimizer = ParameterOptimizer.Create(Parameters, options);
        Optimizer.IsFused = isFused;
    }

    public TrainedParameter[] Parameters { get; }

    public ParameterOptimizer Optimizer { get; }

    public double[] Values => [.. Parameters.SelectMany(trained => Numbers(trained.Parameter))];

    /// <summary>Takes up where another pair stands, as if its run had been killed.</summary>
    public void ContinueFrom(OptimizedPair other)
    {
        using var gradients = no_grad();
        for (var i = 0; i < Parameters.Length; i++)
            Parameters[i].Parameter.copy_(other.Parameters[i].Parameter);
        _step = other._step;
        Optimizer.LoadState(other.Optimizer.SaveState(), "last.ckpt");
    }

    public double[] Step()
    {
        for (var i = 0; i < Parameters.Length; i++)
            Parameters[i].Parameter.grad = Parameters[i].Parameter.detach().mul(_coefficients[i]);
        Optimizer.Step(_rates[_step++]);
        return Values;
    }

    public void Dispose() => Optimizer.Dispose();

    private static Tensor[] Parts(double[] values, ScalarType type) => [tensor(values[..4], [2, 2], type), tensor(values[4..], [3], type)];

    private static double[] Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float64).data<double>().ToArray();
}

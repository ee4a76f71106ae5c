namespace MobileNets.Training;

/// <summary>Updates the parameters that it was made for from their gradients.</summary>
public interface IParameterOptimizer : ICheckpointed, IDisposable
{
    /// <summary>One update. Parameters without a gradient stay as they are.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    void Step(double learningRate);
}

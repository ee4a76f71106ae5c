namespace MobileNets.Training;

/// <summary>What turns gradients into updates.</summary>
public enum OptimizerKind
{
    /// <summary><see cref="Training.RMSprop"/>, PyTorch's form: epsilon outside the root.</summary>
    RMSprop,

    /// <summary><see cref="Training.RMSpropTensorFlow"/>, the paper's: epsilon inside the root, mean square from one.</summary>
    RMSpropTensorFlow,

    /// <summary><see cref="Sgd"/>: stochastic gradient descent with momentum.</summary>
    Sgd,
}

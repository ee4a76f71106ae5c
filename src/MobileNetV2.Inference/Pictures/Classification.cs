namespace MobileNets.Inference;

/// <summary>One class that a picture may show.</summary>
/// <param name="Label">Its name; its index in digits, where the weights carry no labels.</param>
/// <param name="Index">Its place among the classifier's outputs, from 0.</param>
/// <param name="Probability">By softmax, 0 to 1.</param>
public readonly record struct Classification(string Label, int Index, float Probability);

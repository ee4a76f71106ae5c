namespace MobileNets.Training;

/// <summary>How well a network classified labelled pictures.</summary>
/// <param name="Images">Pictures, at least 1.</param>
/// <param name="Top1">Share of them whose class has the highest logit, 0 to 1.</param>
/// <param name="Top5">Share of them whose class is among the five highest logits, 0 to 1.</param>
/// <param name="Loss">Mean cross entropy in nats; not a number if a logit was not.</param>
/// <param name="Confusion">Which class was taken for which; its diagonal is what counts in <paramref name="Top1"/>.</param>
public sealed record Evaluation(int Images, double Top1, double Top5, double Loss, ConfusionMatrix Confusion);

using MobileNets.Training.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training;

/// <summary>
/// How the pictures of one batch are mixed with each other (mixup, arXiv 1710.09412): x ← λx + (1 − λ)x', and the loss is the same
/// mixture of the losses for the labels of x and x'. One λ from Beta(α, α) serves the whole batch, as in the authors' code.
/// </summary>
/// <param name="Lambda">λ, the share of a picture that stays, 0 to 1.</param>
/// <param name="Partners">For each picture the index of x', a permutation.</param>
public sealed record Mixup(double Lambda, IReadOnlyList<long> Partners)
{
    private const ulong Stream = 0x6D69787570; // "mixup": apart from the other uses of a run's seed

    /// <summary>Draws the mixture of a step, from its place alone, so that a resumed run draws it again.</summary>
    /// <param name="alpha">α, above 0.</param>
    /// <param name="count">Pictures in the batch.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step since training began, from 0.</param>
    public static Mixup Draw(double alpha, int count, ulong seed, long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        var random = new SeededRandom(seed, Stream, (ulong)step);
        var lambda = Beta(alpha, random);
        var partners = new long[count];
        for (var i = 0; i < count; i++)
            partners[i] = i;
        random.Shuffle(partners.AsSpan());
        return new Mixup(lambda, partners);
    }

    /// <summary>Mixes the pictures.</summary>
    /// <param name="images">[N, …], N as many as partners.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Mix(Tensor images)
    {
        using var scope = NewDisposeScope();
        var others = images.index_select(0, tensor(Partners.ToArray())).mul_(1 - Lambda);
        return others.add_(images, Lambda).MoveToOuterDisposeScope();
    }

    /// <summary>The mixture of the mean cross entropies.</summary>
    /// <param name="logits">The network's answer to the mixed pictures, [N, classes].</param>
    /// <param name="labels">The classes of the pictures before mixing, [N].</param>
    /// <param name="labelSmoothing">Share of each label that is spread over all classes.</param>
    /// <returns>A scalar.</returns>
    public Tensor Loss(Tensor logits, Tensor labels, double labelSmoothing = 0)
    {
        using var scope = NewDisposeScope();
        var own = functional.cross_entropy(logits, labels, null, -100, Reduction.Mean, labelSmoothing);
        var partners = functional.cross_entropy(logits, labels.index_select(0, tensor(Partners.ToArray())), null, -100, Reduction.Mean, labelSmoothing);
        return own.mul(Lambda).add(partners, 1 - Lambda).MoveToOuterDisposeScope();
    }

    // Jöhnk (1964), by logarithms since the powers underflow for a small α: x = u^(1/α) and y = v^(1/α), when x + y ≤ 1, give x / (x + y).
    private static double Beta(double alpha, SeededRandom random)
    {
        while (true)
        {
            var (x, y) = (Math.Log(Uniform(random)) / alpha, Math.Log(Uniform(random)) / alpha);
            if (Math.Exp(x) + Math.Exp(y) <= 1)
                return 1 / (1 + Math.Exp(y - x));
        }
    }

    // In (0, 1].
    private static double Uniform(SeededRandom random) => 1 - (random.NextBits() >> 11) * (1.0 / (1L << 53));
}

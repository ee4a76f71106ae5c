using MobileNets.Weights.Fuzz.Mutation;

namespace MobileNets.Weights.Fuzz;

/// <summary>A reader, and how to make inputs that get far into it.</summary>
/// <param name="name">What the command line calls it.</param>
/// <param name="corpus">Small valid files.</param>
internal abstract class FuzzTarget(string name, IReadOnlyList<byte[]> corpus)
{
    public string Name { get; } = name;

    public IReadOnlyList<byte[]> Corpus { get; } = corpus;

    /// <summary>Makes an input; the same numbers make the same one.</summary>
    public byte[] Input(int seed, int index)
    {
        var random = new Random(Mix(seed, index));
        var chosen = random.Next(Corpus.Count);
        return random.Next(8) switch
        {
            0 => ByteMutator.Mutate(random, Corpus[chosen], Corpus),
            1 => ByteMutator.Mutate(random, MutateFormat(random, chosen), Corpus),
            _ => MutateFormat(random, chosen),
        };
    }

    /// <summary>Whether an input is in a sound container, judged without the reader.</summary>
    public abstract bool PassesOuterLayer(byte[] input);

    /// <summary>Reads and checks what was read.</summary>
    /// <exception cref="WeightsFormatException">The input is refused.</exception>
    /// <exception cref="InvalidOperationException">What was read is not valid.</exception>
    public abstract void Read(byte[] input);

    /// <summary>Changes a file as one who knows the format would.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="chosen">Which file of the corpus.</param>
    protected abstract byte[] MutateFormat(Random random, int chosen);

    // The finaliser of SplitMix64: neighbouring inputs have nothing in common.
    private static int Mix(int seed, int index)
    {
        var bits = ((ulong)(uint)seed << 32) | (uint)index;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return (int)(bits ^ (bits >> 31));
    }
}

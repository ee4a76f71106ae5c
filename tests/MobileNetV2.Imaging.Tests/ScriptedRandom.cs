namespace MobileNets.Imaging.Tests;

/// <summary>Gives out numbers in [0, 1) that were recorded elsewhere, and fails when it runs out of them.</summary>
internal sealed class ScriptedRandom(IEnumerable<double> numbers) : Random
{
    private readonly Queue<double> _numbers = new(numbers);

    internal int Left => _numbers.Count;

    public override double NextDouble() => _numbers.Dequeue();

    public override int Next(int maxValue) => (int)(_numbers.Dequeue() * maxValue);
}

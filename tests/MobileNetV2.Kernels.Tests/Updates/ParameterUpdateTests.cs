namespace MobileNets.Kernels.Tests;

public unsafe class ParameterUpdateTests
{
    private const float LearningRate = 0.045f;
    private const float Momentum = 0.9f;
    private const float WeightDecay = 0.25f;
    private const float Alpha = 0.75f;
    private const float Epsilon = 0.125f;

    private readonly Random random = new(6);

    private delegate void Definition(float gradient, ref float parameter, ref float first, ref float second);

    [Fact]
    public void Run_RMSprop_HasTheBitsOfTheDefinition() =>
        Check(new RMSpropRule(LearningRate, Momentum, Alpha, Epsilon), 2, (float gradient, ref float parameter, ref float square, ref float momentum) =>
        {
            square = square * Alpha + gradient * gradient * (1 - Alpha);
            momentum = momentum * Momentum + gradient / (MathF.Sqrt(square) + Epsilon);
            parameter -= momentum * LearningRate;
        });

    [Fact]
    public void Run_RMSpropWithoutMomentum_HasTheBitsOfTheDefinition() =>
        Check(new RMSpropRule(LearningRate, 0, Alpha, Epsilon), 1, (float gradient, ref float parameter, ref float square, ref float none) =>
        {
            square = square * Alpha + gradient * gradient * (1 - Alpha);
            parameter -= gradient / (MathF.Sqrt(square) + Epsilon) * LearningRate;
        });

    [Fact]
    public void Run_RMSpropTensorFlow_HasTheBitsOfTheDefinition() =>
        Check(new RMSpropTensorFlowRule(LearningRate, Momentum, Alpha, Epsilon), 2, (float gradient, ref float parameter, ref float square, ref float momentum) =>
        {
            square = square * Alpha + gradient * gradient * (1 - Alpha);
            momentum = momentum * Momentum + gradient * LearningRate / MathF.Sqrt(square + Epsilon);
            parameter -= momentum;
        });

    [Fact]
    public void Run_Sgd_HasTheBitsOfTheDefinition() =>
        Check(new SgdRule(LearningRate, Momentum, nesterov: false), 1, (float gradient, ref float parameter, ref float momentum, ref float none) =>
        {
            momentum = momentum * Momentum + gradient;
            parameter -= momentum * LearningRate;
        });

    [Fact]
    public void Run_SgdNesterov_HasTheBitsOfTheDefinition() =>
        Check(new SgdRule(LearningRate, Momentum, nesterov: true), 1, (float gradient, ref float parameter, ref float momentum, ref float none) =>
        {
            momentum = momentum * Momentum + gradient;
            parameter -= (gradient + momentum * Momentum) * LearningRate;
        });

    [Fact]
    public void Run_SgdWithoutMomentum_HasTheBitsOfTheDefinition() =>
        Check(new SgdRule(LearningRate, 0, nesterov: true), 0, (float gradient, ref float parameter, ref float none, ref float neither) =>
            parameter -= gradient * LearningRate);

    // Lengths around every width of vector, and enough numbers in all that a team shares them.
    private void Check<TRule>(TRule rule, int states, Definition definition)
        where TRule : struct, IUpdateRule
    {
        int[] lengths = [.. Enumerable.Range(0, 70), 70_001, 1, 12_345];
        foreach (var members in new[] { 1, 2, 3, 5 })
        {
            using var team = new WorkerTeam(members);
            var tensors = lengths.Select(length => Enumerable.Range(0, 4).Select(_ => new GuardedFloats(length, _ => random.NextSingle() + 0.01f)).ToArray()).ToArray();
            var expected = tensors.Select(arrays => arrays.Select(array => array.Copy()).ToArray()).ToArray();
            var calls = tensors.Select(arrays => new UpdateCall
            {
                Parameter = arrays[0].Pointer,
                Gradient = arrays[1].Pointer,
                First = states > 0 ? arrays[2].Pointer : null,
                Second = states > 1 ? arrays[3].Pointer : null,
                Length = arrays[0].Values.Length,
                WeightDecay = WeightDecay,
            }).ToArray();

            foreach (var arrays in expected)
                for (var i = 0; i < arrays[0].Values.Length; i++)
                {
                    var (first, second) = (states > 0 ? arrays[2].Pointer[i] : 0, states > 1 ? arrays[3].Pointer[i] : 0);
                    definition(arrays[1].Pointer[i] + arrays[0].Pointer[i] * WeightDecay, ref arrays[0].Pointer[i], ref first, ref second);
                    if (states > 0)
                        arrays[2].Pointer[i] = first;
                    if (states > 1)
                        arrays[3].Pointer[i] = second;
                }
            new ParameterUpdate<TRule>(calls, rule).Run(team);

            foreach (var (actual, wanted) in tensors.SelectMany(arrays => arrays).Zip(expected.SelectMany(arrays => arrays)))
            {
                actual.Equals(wanted).Should().BeTrue("{0} numbers, {1} members", wanted.Values.Length, members);
                actual.Dispose();
                wanted.Dispose();
            }
        }
    }
}

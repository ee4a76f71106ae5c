using MobileNets.Weights.Fuzz;

namespace MobileNets.Weights.Tests;

/// <summary>A short run of the fuzzing program, and whether it would notice a bad reader.</summary>
public sealed class FuzzTests
{
    private const int Seed = 1;

    public static TheoryData<string> Readers => new(FuzzTargets.All.Select(target => target.Name));

    public static TheoryData<string, Action> Faults => new()
    {
        { "IndexOutOfRangeException", () => throw new IndexOutOfRangeException() },
        { "allocated", () => GC.KeepAlive(new byte[20_000_000]) },
        { "took 1", () => Thread.Sleep(1100) },
        { "more than one short line", () => throw new WeightsFormatException("two\nlines", "offset 0", "expected one", "") },
    };

    private static FuzzTarget Target(string reader) => FuzzTargets.All.Single(target => target.Name == reader);

    [Theory]
    [MemberData(nameof(Readers))]
    public void Run_SeededInputs_AreReadOrRefused(string reader)
    {
        var report = new FuzzRun(Target(reader), Seed, inputs: 10_000).Run(Environment.ProcessorCount);

        report.Failures.Should().BeEmpty();
        report.OuterShare.Should().BeGreaterThanOrEqualTo(FuzzReport.RequiredOuterShare);
        report.Counts.Accepted.Should().BePositive();
        report.Counts.Refused.Should().BePositive();
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Corpus_EveryFile_IsReadAndInASoundContainer(string reader)
    {
        foreach (var file in Target(reader).Corpus)
        {
            Target(reader).Read(file);
            Target(reader).PassesOuterLayer(file).Should().BeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Run_AnotherNumberOfThreads_CountsTheSame(string reader)
    {
        var (one, three) = (new FuzzRun(Target(reader), 5, 300).Run(1).Counts, new FuzzRun(Target(reader), 5, 300).Run(3).Counts);

        (one.Accepted, one.Refused, one.PastOuterLayer).Should().Be((three.Accepted, three.Refused, three.PastOuterLayer));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Run_FaultyReader_IsReported(string problem, Action read)
    {
        var report = new FuzzRun(new FakeTarget(read), Seed, inputs: 1).Run(threads: 1);

        report.Failures.Should().ContainSingle().Which.Problem.Should().Contain(problem);
        report.IsGood.Should().BeFalse();
    }

    [Fact]
    public void Run_ReaderThatNeverReturns_IsGivenUp()
    {
        var run = new FuzzRun(new FakeTarget(() => Thread.Sleep(Timeout.Infinite)), Seed, inputs: 3) { GivenUp = TimeSpan.FromMilliseconds(100) };

        run.Run(threads: 1).Failures.Should().ContainSingle().Which.Index.Should().Be(0);
    }

    [Fact]
    public void IsGood_FewInputsPastTheOuterLayer_IsFalse() =>
        new FuzzRun(new FakeTarget(() => { }, passes: false), Seed, inputs: 10).Run(threads: 1).IsGood.Should().BeFalse();

    private sealed class FakeTarget(Action read, bool passes = true) : FuzzTarget("fake", [[1]])
    {
        public override bool PassesOuterLayer(byte[] input) => passes;

        public override void Read(byte[] input) => read();

        protected override byte[] MutateFormat(Random random, int chosen) => Corpus[chosen];
    }
}

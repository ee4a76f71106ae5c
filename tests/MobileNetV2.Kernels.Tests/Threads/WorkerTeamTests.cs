using System.Diagnostics;

namespace MobileNets.Kernels.Tests;

public class WorkerTeamTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 5, 8];

    [Fact]
    public void Constructor_WithoutMembers_IsRefused() =>
        FluentActions.Invoking(() => new WorkerTeam(0)).Should().Throw<ArgumentOutOfRangeException>();

    [Theory, MemberData(nameof(Sizes))]
    public void TryRun_ManyTimes_RunsEveryPartOnceEachTime(int members)
    {
        using var team = new WorkerTeam(members);
        var counts = new int[members];
        var callers = new Thread?[members];
        var work = new DelegateWork((_, member) =>
        {
            counts[member]++;
            callers[member] = Thread.CurrentThread;
        });

        for (var run = 1; run <= 2000; run++)
        {
            team.TryRun(work).Should().BeTrue();
            counts.All(count => count == run).Should().BeTrue();
        }
        callers[0].Should().Be(Thread.CurrentThread);
        callers.Distinct().Should().HaveCount(members);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Barrier_BetweenPhases_ShowsWhatAllWroteBefore(int members)
    {
        const int Phases = 200;
        using var team = new WorkerTeam(members);
        var written = new int[members];
        var wrong = 0;
        var work = new DelegateWork((team, member) =>
        {
            for (var phase = 1; phase <= Phases; phase++)
            {
                written[member] = phase;
                team.Barrier(member);
                foreach (var value in written)
                    if (value != phase)
                        Interlocked.Increment(ref wrong);
                team.Barrier(member);
            }
        });

        for (var run = 0; run < 3; run++)
            team.TryRun(work);

        wrong.Should().Be(0);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Await_OfACounter_ShowsWhatWasWrittenBeforeItWasRaised(int members)
    {
        const int Phases = 200;
        using var team = new WorkerTeam(members);
        var written = 0;
        var done = 0;
        var wrong = 0;
        var work = new DelegateWork((team, member) =>
        {
            for (var phase = 1; phase <= Phases; phase++)
            {
                if (member == phase % members)
                {
                    written = phase;
                    Interlocked.Increment(ref done);
                }
                team.Await(ref done, phase);
                if (Volatile.Read(ref written) < phase)
                    Interlocked.Increment(ref wrong);
            }
        });

        team.TryRun(work);

        done.Should().Be(Phases);
        wrong.Should().Be(0);
    }

    [Fact]
    public void Await_OfAMemberThatFailed_EndsWithItsException()
    {
        using var team = new WorkerTeam(2);
        var never = 0;
        var work = new DelegateWork((team, member) =>
        {
            if (member == 1)
                throw new InvalidOperationException("the first to fail");
            team.Await(ref never, 1);
        });

        team.Invoking(failing => failing.TryRun(work)).Should().Throw<InvalidOperationException>().WithMessage("the first to fail");
    }

    [Theory, MemberData(nameof(Sizes))]
    public void TryRun_WhereAMemberFails_ThrowsThatAndStaysUsable(int members)
    {
        using var team = new WorkerTeam(members);
        for (var failing = 0; failing < members; failing++)
        {
            var fail = new DelegateWork((team, member) =>
            {
                team.Barrier(member);
                if (member == failing)
                    throw new InvalidDataException($"part {failing}");
                team.Barrier(member);
            });
            FluentActions.Invoking(() => team.TryRun(fail)).Should().Throw<InvalidDataException>().WithMessage($"part {failing}");

            var done = 0;
            team.TryRun(new DelegateWork((team, member) =>
            {
                team.Barrier(member);
                Interlocked.Increment(ref done);
            })).Should().BeTrue();
            done.Should().Be(members);
        }
    }

    [Fact]
    public async Task TryRun_WhileTheTeamWorks_ReturnsFalseWithNothingDone()
    {
        using var team = new WorkerTeam(2);
        using var running = new ManualResetEventSlim();
        using var finish = new ManualResetEventSlim();
        var first = Task.Run(() => team.TryRun(new DelegateWork((_, _) =>
        {
            running.Set();
            finish.Wait();
        })));
        running.Wait();
        var ran = false;

        team.TryRun(new DelegateWork((_, _) => ran = true)).Should().BeFalse();

        finish.Set();
        (await first).Should().BeTrue();
        ran.Should().BeFalse();
        team.TryRun(new DelegateWork((_, _) => ran = true)).Should().BeTrue();
    }

    [Fact]
    public void TryRun_FromItsOwnWork_ReturnsFalse()
    {
        using var team = new WorkerTeam(2);
        var nested = new bool?[2];

        team.TryRun(new DelegateWork((team, member) => nested[member] = team.TryRun(new DelegateWork((_, _) => { }))));

        nested.Should().Equal(false, false);
    }

    [Fact]
    public async Task TryRun_FromManyCallers_LetsOneInAtATime()
    {
        using var team = new WorkerTeam(3);
        var (inside, overlaps, runs) = (0, 0, 0);
        var work = new DelegateWork((team, member) =>
        {
            if (member == 0 && Interlocked.Increment(ref inside) > 1)
                Interlocked.Increment(ref overlaps);
            team.Barrier(member);
            team.Barrier(member);
            if (member == 0)
                Interlocked.Decrement(ref inside);
        });

        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var call = 0; call < 500; call++)
                if (team.TryRun(work))
                    Interlocked.Increment(ref runs);
        }));
        await Task.WhenAll(callers);

        overlaps.Should().Be(0);
        runs.Should().BePositive();
    }

    [Fact]
    public void TryRun_AfterALongPause_WakesEveryMember()
    {
        using var team = new WorkerTeam(4);
        for (var run = 0; run < 20; run++)
        {
            Thread.Sleep(run % 4);
            var done = 0;
            team.TryRun(new DelegateWork((_, _) => Interlocked.Increment(ref done)));
            done.Should().Be(4);
        }
    }

    [Fact]
    public void Team_WithoutWork_UsesNoProcessor()
    {
        using var team = new WorkerTeam(8);
        Thread[] threads = new Thread[8];
        team.TryRun(new DelegateWork((_, member) => threads[member] = Thread.CurrentThread));

        SpinWait.SpinUntil(() => threads[1..].All(IsAsleep), TimeSpan.FromSeconds(20)).Should().BeTrue();
    }

    [Fact]
    public void TryRun_WhenWarm_AllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        var work = new DelegateWork((team, member) => team.Barrier(member));
        for (var warming = 0; warming < 100; warming++)
            team.TryRun(work);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 1000; run++)
            team.TryRun(work);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Dispose_AwakeOrAsleep_EndsTheThreads(int pause)
    {
        var team = new WorkerTeam(3);
        var threads = new Thread[3];
        team.TryRun(new DelegateWork((_, member) => threads[member] = Thread.CurrentThread));
        Thread.Sleep(pause);

        team.Dispose();
        team.Dispose();

        threads[1..].Should().OnlyContain(thread => !thread.IsAlive);
        team.Invoking(team => team.TryRun(new DelegateWork((_, _) => { }))).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_OfAnUnusedTeam_Returns() => new WorkerTeam(4).Dispose();

    [Fact]
    public void TryRun_UnderStress_KeepsEveryPhaseInStep()
    {
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(3))
        {
            using var team = new WorkerTeam(random.Next(1, 9));
            for (var run = 0; run < 50; run++)
            {
                var phases = random.Next(0, 6);
                var failing = random.Next(0, 20);
                var (total, expected) = (0, phases * team.Members);
                var work = new DelegateWork((team, member) =>
                {
                    for (var phase = 0; phase < phases; phase++)
                    {
                        if (member == failing && phase == phases / 2)
                            throw new InvalidDataException();
                        Interlocked.Increment(ref total);
                        team.Barrier(member);
                    }
                });
                if (failing < team.Members && phases > 0)
                    team.Invoking(team => team.TryRun(work)).Should().Throw<InvalidDataException>();
                else
                {
                    team.TryRun(work);
                    total.Should().Be(expected);
                }
                if (run % 10 == 9)
                    Thread.Sleep(1);
            }
        }
    }

    private static bool IsAsleep(Thread thread) => thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin);
}

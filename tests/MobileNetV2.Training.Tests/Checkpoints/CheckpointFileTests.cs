using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Data.Tests;
using MobileNets.Weights;

namespace MobileNets.Training.Checkpoints.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "last.ckpt");

    [Fact]
    public void Read_WhatWriteWrote_GivesEverythingBack()
    {
        var written = Sample(step: 7);
        CheckpointFile.Write(FilePath, written);

        var read = CheckpointFile.Read(FilePath);

        read.State.Should().BeEquivalentTo(written.State);
        read.State.Options.Should().Be(written.State.Options);
        read.State.History[0].ValidationLoss.Should().Be(double.NaN);
        foreach (var (got, given) in new[] { (read.Model, written.Model), (read.Optimizer, written.Optimizer), (read.Average!, written.Average!), (read.Best!, written.Best!) })
            got.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Data.Span))).Should().Equal(given.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Data.Span))));
    }

    [Fact]
    public void Write_EndsWithTheHashOfAllThatIsBefore_AndIsASafetensorsFile()
    {
        CheckpointFile.Write(FilePath, Sample(step: 1));

        var bytes = File.ReadAllBytes(FilePath);
        bytes[^32..].Should().Equal(SHA256.HashData(bytes[..^32]));
        SafetensorsFile.Read(FilePath)["sha256"].Data.ToArray().Should().Equal(bytes[^32..]);
    }

    [Fact]
    public void Read_WrittenBeforeComputeCouldBeChosen_IsOfTorch()
    {
        var sample = Sample(step: 7);
        CheckpointFile.Write(FilePath, sample with { State = sample.State with { Compute = ComputeMode.Fused, Options = sample.State.Options with { Compute = ComputeMode.Fused } } });
        CheckpointFile.Read(FilePath).State.Compute.Should().Be(ComputeMode.Fused);
        var bytes = File.ReadAllBytes(FilePath);
        var old = Regex.Replace(Encoding.Latin1.GetString(bytes), @",(\\u0022|\\"")Compute\1:\1\w+\1", found => new string(' ', found.Length));
        Encoding.Latin1.GetBytes(old).CopyTo(bytes, 0);
        SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));
        File.WriteAllBytes(FilePath, bytes);

        var read = CheckpointFile.Read(FilePath);

        read.State.Compute.Should().Be(ComputeMode.Torch);
        read.State.Options.Should().Be(sample.State.Options);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        CheckpointFile.Write(FilePath, Sample(step: 1));
        var bytes = File.ReadAllBytes(FilePath);

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(FilePath, bytes[..length]);
            FluentActions.Invoking(() => CheckpointFile.Read(FilePath)).Should().Throw<WeightsFormatException>().WithMessage($"{FilePath}*damaged*");
        }
    }

    [Fact]
    public void Read_AnyByteFlipped_IsRefused()
    {
        CheckpointFile.Write(FilePath, Sample(step: 1));
        var bytes = File.ReadAllBytes(FilePath);

        for (var i = 0; i < bytes.Length; i += 3)
        {
            bytes[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(FilePath, bytes);
            FluentActions.Invoking(() => CheckpointFile.Read(FilePath)).Should().Throw<WeightsFormatException>();
            bytes[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void Load_LastDamaged_UsesTheOneBeforeAndKeepsItThroughTheNextSave()
    {
        var sut = new CheckpointStore(_folder.Path);
        sut.Save(Sample(step: 1));
        sut.Save(Sample(step: 2));
        File.WriteAllBytes(sut.Last, File.ReadAllBytes(sut.Last)[..100]);

        sut.Load(out var warning).State.Step.Should().Be(1);

        warning.Should().ContainAll("last.ckpt", "damaged", "previous.ckpt");
        sut.Save(Sample(step: 3));
        sut.Load(out warning).State.Step.Should().Be(3);
        warning.Should().BeNull();
        CheckpointFile.Read(sut.Previous).State.Step.Should().Be(1);
    }

    [Fact]
    public void Load_SaveCutShortBetweenItsMoves_UsesThePrevious()
    {
        var sut = new CheckpointStore(_folder.Path);
        sut.Save(Sample(step: 1));
        File.Move(sut.Last, sut.Previous);

        sut.Load(out _).State.Step.Should().Be(1);
    }

    [Fact]
    public void Load_BothDamaged_Throws()
    {
        var sut = new CheckpointStore(_folder.Path);
        File.WriteAllText(sut.Last, "");
        File.WriteAllText(sut.Previous, "nothing like it, but longer than a hash is");

        FluentActions.Invoking(() => sut.Load(out _)).Should().Throw<WeightsFormatException>().WithMessage("*previous.ckpt*damaged*");
    }

    public void Dispose() => _folder.Dispose();

    private static Checkpoint Sample(long step)
    {
        var metadata = new ModelDescription { Network = new MobileNetV2Options { Classes = 3 }, Labels = ["a", "b", "c"] }.ToMetadata();
        StateDict Tensors(string name) => new([NamedTensor.FromSingles(name, [2], [0.1f, float.NaN]), NamedTensor.FromInt64s("count", [], [step])], metadata);
        return new Checkpoint
        {
            State = new TrainingState
            {
                Options = new TrainingOptions { LearningRate = 0.1, Alpha = 1.0 / 3, Optimizer = OptimizerKind.Sgd, Seed = ulong.MaxValue }, DataFingerprint = "abc", SplitRule = "given", Dropout = 0.3, Threads = 2,
                Started = DateTimeOffset.UnixEpoch, Step = step, Epoch = 1, Tally = new EpochTally(3, 30, 1 / 3.0, 12, TimeSpan.FromTicks(7), TimeSpan.FromTicks(3)),
                History = [new EpochResult(1, 0.1, 0.2, 0.3, double.NaN, 0.5, true, TimeSpan.FromTicks(123456789), 0.6)],
            },
            Model = Tensors("weight"), Optimizer = Tensors("square_avg.weight"), Average = Tensors("weight"), Best = Tensors("weight"),
        };
    }
}

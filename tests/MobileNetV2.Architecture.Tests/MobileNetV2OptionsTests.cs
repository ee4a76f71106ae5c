namespace MobileNets.Architecture.Tests;

public sealed class MobileNetV2OptionsTests
{
    public static TheoryData<string, MobileNetV2Options> Refused => new()
    {
        { "WidthMultiplier", new() { WidthMultiplier = 0 } },
        { "WidthMultiplier", new() { WidthMultiplier = -1 } },
        { "WidthMultiplier", new() { WidthMultiplier = double.NaN } },
        { "WidthMultiplier", new() { WidthMultiplier = double.PositiveInfinity } },
        { "Rounding", new() { Rounding = (ChannelRounding)7 } },
        { "RoundingDivisor", new() { RoundingDivisor = 0 } },
        { "InputChannels", new() { InputChannels = 0 } },
        { "InputHeight", new() { InputHeight = 31 } },
        { "InputWidth", new() { InputWidth = 31 } },
        { "InputWidth", new() { InputWidth = int.MaxValue } },
        { "Classes", new() { Classes = 0 } },
        { "Dropout", new() { Dropout = 1 } },
        { "Dropout", new() { Dropout = -0.1 } },
        { "Dropout", new() { Dropout = double.NaN } },
        { "OutputStride", new() { OutputStride = 4 } },
        { "StemChannels", new() { StemChannels = 0 } },
        { "HeadChannels", new() { HeadChannels = 0 } },
        { "HeadChannels", new() { WidthMultiplier = 1000 } },
        { "StemChannels", new() { WidthMultiplier = 0.01, Rounding = ChannelRounding.Truncate } },
        { "Stages[0].Channels", new() { WidthMultiplier = 0.05, Rounding = ChannelRounding.Truncate } },
        { "Stages", new() { Stages = [] } },
        { "Stages", new() { Stages = null! } },
        { "Stages[0]", new() { Stages = [null!] } },
        { "Stages[0].ExpansionRatio", new() { Stages = [new(0, 16, 1, 1)] } },
        { "Stages[0].ExpansionRatio", new() { Stages = [new(60_000, 16, 1, 1)] } },
        { "Stages[1].Channels", new() { Stages = [new(1, 16, 1, 1), new(6, 0, 1, 1)] } },
        { "Stages[0].Repeats", new() { Stages = [new(1, 16, 0, 1)] } },
        { "Stages[0].Stride", new() { Stages = [new(1, 16, 1, 3)] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Validate_OutOfRange_NamesSettingValueAndWhatIsAllowed(string setting, MobileNetV2Options options)
    {
        var refusal = options.Invoking(o => o.Validate()).Should().Throw<InvalidArchitectureException>().Which;

        refusal.Setting.Should().Be(setting);
        refusal.Message.Should().StartWith($"{setting} is ").And.Contain("it must be ");
        refusal.Should().BeAssignableTo<ArgumentException>();
    }

    [Fact]
    public void Validate_SmallestResolution_IsAllowed() =>
        MobileNetV2Plan.Create(new() { InputHeight = 32, InputWidth = 32 }).Blocks[18].Output
            .Should().Be(new TensorShape(1280, 1, 1));

    [Fact]
    public void Message_OfRefusal_IsReadable() =>
        new MobileNetV2Options { WidthMultiplier = -0.5 }.Invoking(o => o.Validate())
            .Should().Throw<InvalidArchitectureException>()
            .WithMessage("WidthMultiplier is -0.5; it must be a finite number above 0.");

    [Fact]
    public void Equals_SameRowsInAnotherTable_IsTrue()
    {
        MobileNetV2Options one = new() { Stages = [new(1, 16, 1, 1), new(6, 24, 2, 2)] };
        MobileNetV2Options other = new() { Stages = [new(1, 16, 1, 1), new(6, 24, 2, 2)] };

        one.Should().Be(other);
        one.GetHashCode().Should().Be(other.GetHashCode());
        one.Should().NotBe(one with { Stages = [new(1, 16, 1, 1)] });
    }
}

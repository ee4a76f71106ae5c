using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

/// <summary>The other projects' names are written down from their sources: timm's <c>efficientnet.py</c>, d-li14's and tonylins' <c>MobileNetV2.py</c>.</summary>
public sealed class StateDictNamesTests
{
    // The n column of the paper's table: how many blocks each of timm's stages has.
    private static readonly int[] s_repeats = [1, 2, 3, 4, 3, 3, 1];

    // A block's layers with state, as each project calls them; the first block expands nothing.
    private static readonly string[] s_torchvision = ["0.0", "0.1", "1.0", "1.1", "2", "3"];
    private static readonly string[] s_torchvisionFirst = ["0.0", "0.1", "1", "2"];
    private static readonly string[] s_timm = ["conv_pw", "bn1", "conv_dw", "bn2", "conv_pwl", "bn3"];
    private static readonly string[] s_timmFirst = ["conv_dw", "bn1", "conv_pw", "bn2"];
    private static readonly string[] s_sequential = ["0", "1", "3", "4", "6", "7"];
    private static readonly string[] s_sequentialFirst = ["0", "1", "3", "4"];

    [Theory]
    [InlineData("features.0.0.weight", "conv_stem.weight", "features.0.0.weight")]
    [InlineData("features.0.1.running_var", "bn1.running_var", "features.0.1.running_var")]
    [InlineData("features.1.conv.0.0.weight", "blocks.0.0.conv_dw.weight", "features.1.conv.0.weight")]
    [InlineData("features.1.conv.0.1.bias", "blocks.0.0.bn1.bias", "features.1.conv.1.bias")]
    [InlineData("features.1.conv.1.weight", "blocks.0.0.conv_pw.weight", "features.1.conv.3.weight")]
    [InlineData("features.1.conv.2.running_mean", "blocks.0.0.bn2.running_mean", "features.1.conv.4.running_mean")]
    [InlineData("features.2.conv.0.0.weight", "blocks.1.0.conv_pw.weight", "features.2.conv.0.weight")]
    [InlineData("features.3.conv.1.1.num_batches_tracked", "blocks.1.1.bn2.num_batches_tracked", "features.3.conv.4.num_batches_tracked")]
    [InlineData("features.4.conv.1.0.weight", "blocks.2.0.conv_dw.weight", "features.4.conv.3.weight")]
    [InlineData("features.10.conv.2.weight", "blocks.3.3.conv_pwl.weight", "features.10.conv.6.weight")]
    [InlineData("features.17.conv.3.weight", "blocks.6.0.bn3.weight", "features.17.conv.7.weight")]
    [InlineData("features.18.0.weight", "conv_head.weight", "conv.0.weight")]
    [InlineData("features.18.1.running_mean", "bn2.running_mean", "conv.1.running_mean")]
    [InlineData("classifier.1.bias", "classifier.bias", "classifier.bias")]
    public void ToTorchvision_NamesOfOthers_AreTorchvisions(string torchvision, string timm, string sequential)
    {
        // What the helpers below make of a name, against the names as the projects have them.
        Timm(torchvision).Should().Be(timm);
        Sequential(torchvision).Should().Be(sequential);

        StateDictNames.ToTorchvision(Names(Timm)).Select(tensor => tensor.Name).Should().Contain(torchvision);
        StateDictNames.ToTorchvision(Names(Sequential)).Select(tensor => tensor.Name).Should().Contain(torchvision);
    }

    public static TheoryData<string> Schemes => ["torchvision", "timm", "sequential", "module.torchvision", "module.timm", "model.backbone._orig_mod.sequential"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void ToTorchvision_WholeNetwork_KeepsEveryTensor(string scheme)
    {
        var expected = RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5 });
        var dot = scheme.LastIndexOf('.') + 1;
        Func<string, string> rename = scheme[dot..] switch { "timm" => Timm, "sequential" => Sequential, _ => name => name };

        var weights = StateDictNames.ToTorchvision(RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5 }, rename: name => scheme[..dot] + rename(name)));

        weights.Should().Equal(expected, RandomWeights.SameBits);
    }

    [Fact]
    public void ToTorchvision_TonylinsHeadWithinTheFeatures_StaysThere()
    {
        string Rename(string name) => name.StartsWith("features.18.") || name.StartsWith("classifier") ? name : Sequential(name);

        StateDictNames.ToTorchvision(Names(Rename)).Select(tensor => tensor.Name).Should().Equal(Names(name => name).Select(tensor => tensor.Name));
    }

    [Fact]
    public void ToTorchvision_WithoutBatchesTracked_AddsZeros()
    {
        var old = new StateDict(Names(name => name).Where(tensor => !tensor.Name.EndsWith("num_batches_tracked")));

        var weights = StateDictNames.ToTorchvision(old);

        weights.Should().HaveCount(314);
        weights["features.18.1.num_batches_tracked"].ReadInt64s().Should().Equal(0);
    }

    [Fact]
    public void ToTorchvision_UnknownNames_StayAsTheyAre()
    {
        var weights = new StateDict([Tensor("layer1.0.conv1.weight"), Tensor("fc"), Tensor("features.x.conv.4.running_mean"), Tensor("features.99999999999.conv.4.running_mean"), Tensor("")]);

        StateDictNames.ToTorchvision(weights).Select(tensor => tensor.Name).Should().Equal(weights.Select(tensor => tensor.Name));
    }

    [Fact]
    public void ToTorchvision_TwoNamesForOnePlace_IsRefused() =>
        FluentActions.Invoking(() => StateDictNames.ToTorchvision(new StateDict([Tensor("classifier.weight"), Tensor("classifier.1.weight")]) { Origin = "net.pth" }))
            .Should().Throw<WeightsFormatException>().WithMessage("net.pth, 'classifier.1.weight': expected one tensor*found two*");

    private static NamedTensor Tensor(string name) => NamedTensor.FromSingles(name, [], [1]);

    private static StateDict Names(Func<string, string> rename) => new(MobileNetV2Plan.Create().StateEntries.Select(entry => Tensor(rename(entry.Name))));

    private static string Timm(string name)
    {
        var parts = name.Split('.');
        if (parts is ["features", var block, "conv", .. var layer, var entry])
        {
            var (stage, index) = (0, int.Parse(block) - 1);
            for (; index >= s_repeats[stage]; stage++)
                index -= s_repeats[stage];
            return $"blocks.{stage}.{index}.{(block == "1" ? s_timmFirst : s_timm)[Ordinal(block, layer)]}.{entry}";
        }
        return name.Replace("features.0.0", "conv_stem").Replace("features.0.1", "bn1").Replace("features.18.0", "conv_head").Replace("features.18.1", "bn2").Replace("classifier.1", "classifier");
    }

    private static string Sequential(string name) => name.Split('.') is ["features", var block, "conv", .. var layer, var entry]
        ? $"features.{block}.conv.{(block == "1" ? s_sequentialFirst : s_sequential)[Ordinal(block, layer)]}.{entry}"
        : name.Replace("features.18", "conv").Replace("classifier.1", "classifier");

    private static int Ordinal(string block, string[] layer) => Array.IndexOf(block == "1" ? s_torchvisionFirst : s_torchvision, string.Join('.', layer));
}

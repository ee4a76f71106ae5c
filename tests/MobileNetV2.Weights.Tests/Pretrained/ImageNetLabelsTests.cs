using System.Security.Cryptography;
using System.Text;

namespace MobileNets.Weights.Tests;

/// <summary>Compared with torchvision 0.14.1's <c>_IMAGENET_CATEGORIES</c>; see <c>tests/reference/imagenet_labels.py</c>.</summary>
public sealed class ImageNetLabelsTests
{
    [Fact]
    public void Names_AsTorchvision_SameHash()
    {
        var joined = Encoding.UTF8.GetBytes(string.Join('\n', ImageNetLabels.Names));

        Convert.ToHexStringLower(SHA256.HashData(joined)).Should().Be("0b0f9fee7c952f257418d62aa701f023a9da13b443a14f5c4291e5724d92967c");
    }

    [Theory]
    [InlineData(0, "tench")]
    [InlineData(1, "goldfish")]
    [InlineData(134, "crane bird")]
    [InlineData(207, "golden retriever")]
    [InlineData(281, "tabby")]
    [InlineData(517, "crane")]
    [InlineData(638, "maillot")]
    [InlineData(639, "maillot tank suit")]
    [InlineData(999, "toilet tissue")]
    public void Names_KnownIndex_KnownName(int index, string name) => ImageNetLabels.Names[index].Should().Be(name);

    [Fact]
    public void Names_All_AreAThousandTrimmedLines()
    {
        ImageNetLabels.Names.Should().HaveCount(1000).And.OnlyHaveUniqueItems();
        ImageNetLabels.Names.Should().OnlyContain(name => name.Length > 0 && name == name.Trim());
    }
}

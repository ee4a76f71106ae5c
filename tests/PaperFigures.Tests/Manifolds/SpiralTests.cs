using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class SpiralTests
{
    [Fact]
    public void Points_AnyCount_HaveTheOriginAsTheirMean()
    {
        var points = Spiral.Points(100);

        points.RowSums().Should().AllSatisfy(sum => sum.Should().BeApproximately(0, 1e-12));
    }

    [Fact]
    public void Points_AfterTheInnermostTurn_AreEquallyFarApart()
    {
        var points = Spiral.Points(600);

        var steps = Enumerable.Range(150, 449).Select(i => (points.Column(i + 1) - points.Column(i)).L2Norm()).ToList();
        (steps.Max() / steps.Min()).Should().BeLessThan(1.1);
    }
}

using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class SwissRollTests
{
    private static readonly (double Angle, double Height) s_from = (5, 2);
    private static readonly (double Angle, double Height) s_to = (13, 18);

    [Fact]
    public void Length_OfTheSheet_IsThatOfManyShortSteps()
    {
        const int steps = 100_000;
        var points = Enumerable.Range(0, steps + 1).Select(i => SwissRoll.At(SwissRoll.FirstAngle + i * (SwissRoll.LastAngle - SwissRoll.FirstAngle) / steps, 0)).ToList();
        var sum = points.Zip(points.Skip(1), (a, b) => double.Hypot(a.X - b.X, a.Z - b.Z)).Sum();

        (SwissRoll.Length(SwissRoll.LastAngle) - SwissRoll.Length(SwissRoll.FirstAngle)).Should().BeApproximately(sum, 1e-6);
    }

    [Theory]
    [InlineData(4.8)]
    [InlineData(9)]
    [InlineData(14)]
    public void Angle_OfALength_IsItsInverse(double angle) => SwissRoll.Angle(SwissRoll.Length(angle)).Should().BeApproximately(angle, 1e-12);

    [Fact]
    public void Along_EveryShare_LiesOnTheSheetAndMovesAtOneSpeed()
    {
        const int steps = 10_000;
        var way = Enumerable.Range(0, steps + 1).Select(i => SwissRoll.Along(s_from, s_to, (double)i / steps)).ToList();

        way.Where((_, i) => i % 500 == 0).Should().AllSatisfy(point => SwissRoll.Nearest(point).Distance.Should().BeLessThan(1e-6));
        // A sheet is rolled up without being stretched: as long as on the unrolled rectangle.
        var length = way.Zip(way.Skip(1), (a, b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2) + Math.Pow(a.Z - b.Z, 2))).Sum();
        length.Should().BeApproximately(double.Hypot(SwissRoll.Length(s_to.Angle) - SwissRoll.Length(s_from.Angle), s_to.Height - s_from.Height), 1e-5);
    }

    [Fact]
    public void Through_HalfTheWayAcrossTheAxis_LiesOffTheSheet()
    {
        // From 2π on one side of the axis to 3π on the other; the sheet's inner end, 1.5π below the axis, is the nearest.
        var middle = SwissRoll.Through((2 * Math.PI, 2), (3 * Math.PI, 18), 0.5);

        middle.X.Should().BeApproximately(-Math.PI / 2, 1e-12);
        middle.Y.Should().Be(10);
        var (angle, distance) = SwissRoll.Nearest(middle);
        angle.Should().BeApproximately(SwissRoll.FirstAngle, 1e-9);
        distance.Should().BeApproximately(double.Hypot(0.5 * Math.PI, 1.5 * Math.PI), 1e-9);
    }

    [Fact]
    public void Nearest_PointBetweenTwoLayers_IsTheNearerOne()
    {
        // Straight out from the axis at the angle 0, layers lie at 2π and 4π.
        var (angle, distance) = SwissRoll.Nearest(new SwissRoll.Point(2 * Math.PI + 1, 0, 0));

        angle.Should().BeApproximately(2 * Math.PI, 0.2);
        distance.Should().BeInRange(0.95, 1);
    }
}

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>
/// A sheet rolled up in space: at the angle a it is a from the axis, which runs along y. Its own coordinates are the length along the
/// spiral and the height; unrolled, it is a flat rectangle of these.
/// </summary>
internal static class SwissRoll
{
    public const double FirstAngle = 1.5 * Math.PI;
    public const double LastAngle = 4.5 * Math.PI;
    public const double Height = 20;

    /// <summary>The point of space at an angle and a height.</summary>
    public static Point At(double angle, double height) => new(angle * Math.Cos(angle), height, angle * Math.Sin(angle));

    /// <summary>The length of the spiral from the axis to an angle: ∫√(1 + a²) da.</summary>
    public static double Length(double angle) => (angle * Math.Sqrt(1 + angle * angle) + Math.Asinh(angle)) / 2;

    /// <summary>The angle at a length.</summary>
    public static double Angle(double length)
    {
        var angle = Math.Sqrt(2 * length);
        for (var i = 0; i < 8; i++) // Newton's method; the length's slope is √(1 + a²)
            angle -= (Length(angle) - length) / Math.Sqrt(1 + angle * angle);
        return angle;
    }

    /// <summary>The point a share of the shortest way along the sheet from one of its points to another.</summary>
    public static Point Along((double Angle, double Height) from, (double Angle, double Height) to, double share) => At(
        Angle(Length(from.Angle) + share * (Length(to.Angle) - Length(from.Angle))),
        from.Height + share * (to.Height - from.Height));

    /// <summary>The point a share of the straight way through space.</summary>
    public static Point Through((double Angle, double Height) from, (double Angle, double Height) to, double share)
    {
        var (a, b) = (At(from.Angle, from.Height), At(to.Angle, to.Height));
        return new(a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y), a.Z + share * (b.Z - a.Z));
    }

    /// <summary>The angle of the sheet's point next to a point of space whose height is within the sheet's, and how far away that is.</summary>
    public static (double Angle, double Distance) Nearest(Point point)
    {
        double DistanceAt(double angle) => Math.Sqrt(Math.Pow(point.X - angle * Math.Cos(angle), 2) + Math.Pow(point.Z - angle * Math.Sin(angle), 2));
        const int steps = 3000;
        const double step = (LastAngle - FirstAngle) / steps;
        var best = Enumerable.Range(0, steps + 1).Select(i => FirstAngle + i * step).MinBy(DistanceAt);
        var (low, high) = (Math.Max(FirstAngle, best - step), Math.Min(LastAngle, best + step));
        while (high - low > 1e-10)
        {
            var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
            (low, high) = DistanceAt(left) < DistanceAt(right) ? (low, right) : (left, high);
        }
        return ((low + high) / 2, DistanceAt((low + high) / 2));
    }

    /// <summary>A point of space; y is the height.</summary>
    internal readonly record struct Point(double X, double Y, double Z)
    {
        /// <summary>As seen by an oblique (cavalier) projection: the cross-section undistorted, the height to the back at 35° and half its size.</summary>
        public (double X, double Y) Projected => (X + 0.5 * Y * Math.Cos(35 * Math.PI / 180), Z + 0.5 * Y * Math.Sin(35 * Math.PI / 180));
    }
}

using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Where a bloom stands and how it is turned: from its own plane (radius 1, y upwards) into the picture.</summary>
internal readonly struct Placement
{
    private readonly Vector2 _axisX;
    private readonly Vector2 _axisY;
    private readonly Vector2 _inverseX;
    private readonly Vector2 _inverseY;
    private readonly Vector2 _rise;

    /// <param name="centre">In the picture.</param>
    /// <param name="radius">In picture sides.</param>
    /// <param name="spin">The turn within the bloom's plane, in radians.</param>
    /// <param name="tilt">How far it looks away from the camera, in radians: 0 is full face.</param>
    /// <param name="tiltDirection">The direction it looks to in the picture, in radians, upwards at π/2.</param>
    public Placement(Vector2 centre, float radius, float spin, float tilt = 0, float tiltDirection = 0)
    {
        Centre = centre;
        Radius = radius;
        var (sinTilt, cosTilt) = MathF.SinCos(tilt);
        var toward = Direction(tiltDirection);
        var along = new Vector2(-toward.Y, toward.X);
        _axisX = Foreshorten(Direction(spin));
        _axisY = Foreshorten(Direction(spin + (MathF.PI / 2)));
        var determinant = (_axisX.X * _axisY.Y) - (_axisX.Y * _axisY.X);
        _inverseX = new Vector2(_axisY.Y, -_axisY.X) / determinant;
        _inverseY = new Vector2(-_axisX.Y, _axisX.X) / determinant;
        _rise = toward * (sinTilt * radius);

        Vector2 Foreshorten(Vector2 direction)
            => radius * ((along * Vector2.Dot(direction, along)) + (toward * (Vector2.Dot(direction, toward) * cosTilt)));
    }

    public Vector2 Centre { get; }

    public float Radius { get; }

    /// <summary>From the picture into the bloom's plane.</summary>
    public Vector2 ToLocal(Vector2 point)
    {
        point -= Centre;
        return new Vector2(Vector2.Dot(point, _inverseX), Vector2.Dot(point, _inverseY));
    }

    /// <summary>From the bloom's plane, or <paramref name="height"/> radii above it, into the picture.</summary>
    public Vector2 ToPicture(Vector2 local, float height = 0) => Centre + (_axisX * local.X) + (_axisY * local.Y) + (_rise * height);

    /// <summary>How far, in the bloom's plane, a point <paramref name="height"/> radii above it seems to be moved.</summary>
    public Vector2 LocalRise(float height)
        => new(Vector2.Dot(_rise, _inverseX) * height, Vector2.Dot(_rise, _inverseY) * height);

    /// <summary>A direction in the picture; angles run counter-clockwise although y runs downwards.</summary>
    public static Vector2 Direction(float angle)
    {
        var (sin, cos) = MathF.SinCos(angle);
        return new Vector2(cos, -sin);
    }
}

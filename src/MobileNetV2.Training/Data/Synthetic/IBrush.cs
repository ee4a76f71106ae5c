using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Something that can be painted: a colour and a coverage for every point.</summary>
internal interface IBrush
{
    /// <summary>The colour (X, Y, Z: red, green, blue) and coverage (W, 0 to 1) at a point of the unit square.</summary>
    Vector4 At(Vector2 point);
}

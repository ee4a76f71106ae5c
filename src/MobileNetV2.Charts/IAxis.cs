namespace MobileNets.Charts;

/// <summary>A range of values laid along some pixels.</summary>
internal interface IAxis
{
    /// <summary>The marks' values, lowest first.</summary>
    IEnumerable<double> Marks { get; }

    /// <summary>Where a value lies, in pixels.</summary>
    double Position(double value);

    /// <summary>A mark's text.</summary>
    string Text(double mark);
}

using System.Globalization;

namespace MobileNets.Architecture;

/// <summary>A setting of the network is outside what is allowed.</summary>
public sealed class InvalidArchitectureException : ArgumentException
{
    /// <summary>Says which setting is wrong, its value and what is allowed.</summary>
    /// <param name="setting">The setting, as the caller wrote it: <c>WidthMultiplier</c>, <c>Stages[2].Stride</c>.</param>
    /// <param name="value">The refused value.</param>
    /// <param name="allowed">What is allowed, to complete "it must be …".</param>
    public InvalidArchitectureException(string setting, object? value, string allowed)
        : base(string.Create(CultureInfo.InvariantCulture, $"{setting} is {value ?? "null"}; it must be {allowed}.")) =>
        Setting = setting;

    /// <summary>The setting that was refused.</summary>
    public string Setting { get; }
}

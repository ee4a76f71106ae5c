using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace MobileNets.Cli.Input;

/// <summary>
/// Options that take a number of a certain range. The library's own parsing would read <c>0,35</c> as 35: a comma parts
/// thousands there.
/// </summary>
internal static class NumberOption
{
    public static Option<int> AtLeast(int minimum, string name, string description, int defaultValue) =>
        Create(name, description, value => value >= minimum, $"{minimum} or more", defaultValue);

    public static Option<int?> AtLeast(int minimum, string name, string description) =>
        Create<int>(name, description, value => value >= minimum, $"{minimum} or more");

    /// <summary>An option whose value is null unless it is given.</summary>
    public static Option<T?> Create<T>(string name, string description, Predicate<T> isValid, string range) where T : struct, INumber<T> =>
        new(name)
        {
            Description = Describe(description, range),
            HelpName = "N",
            CustomParser = result => Parse(result, isValid, range),
        };

    public static Option<T> Create<T>(string name, string description, Predicate<T> isValid, string range, T defaultValue) where T : struct, INumber<T> =>
        new(name)
        {
            Description = Describe(description, range),
            HelpName = "N",
            CustomParser = result => Parse(result, isValid, range) ?? defaultValue,
            DefaultValueFactory = _ => defaultValue,
        };

    private static string Describe(string description, string range) => $"{description}, {range}";

    private static T? Parse<T>(ArgumentResult result, Predicate<T> isValid, string range) where T : struct, INumber<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && isValid(value))
            return value;
        result.AddError($"{result.OptionName()}: expected {(typeof(T) == typeof(double) ? "a number" : "a whole number")}, {range}; found '{text}'.");
        return null;
    }
}

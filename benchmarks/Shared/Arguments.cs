using System.Globalization;
using System.Text.RegularExpressions;

namespace MobileNets.Benchmarks;

/// <summary>The words of a command line. Its usage text is what declares the options: <c>  --name VALUE  what it is</c>, or no value for a switch.</summary>
internal sealed partial class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Takes the words apart.</summary>
    /// <exception cref="ArgumentException">One is no option, or lacks its value.</exception>
    public Arguments(string[] words, string usage)
    {
        var takesValue = Declaration().Matches(usage).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Success);
        for (var i = 0; i < words.Length; i++)
        {
            var name = words[i];
            if (!takesValue.TryGetValue(name, out var hasValue))
                throw new ArgumentException($"'{name}' is not an option.");
            _values[name] = !hasValue ? "" : ++i < words.Length ? words[i] : throw new ArgumentException($"'{name}' needs a value.");
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Positive(string name, int otherwise) =>
        Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw new ArgumentException($"'{text}' is not a whole number above 0.");

    public double Positive(string name, double otherwise) =>
        Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw new ArgumentException($"'{text}' is not a number above 0.");

    [GeneratedRegex("^ +(--[a-z-]+)( [A-Z]+)?  ", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

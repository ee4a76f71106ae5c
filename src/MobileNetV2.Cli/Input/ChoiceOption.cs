using System.CommandLine;

namespace MobileNets.Cli.Input;

/// <summary>Options that take one of a few words.</summary>
internal static class ChoiceOption
{
    /// <summary>Makes an option whose value is null unless it is given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it decides; help adds the default.</param>
    /// <param name="defaultValue">What the command does without it.</param>
    public static Option<T?> Create<T>(string name, string description, T defaultValue) where T : struct, Enum
    {
        var choices = Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant());
        var option = new Option<T?>(name)
        {
            Description = $"{description}; {defaultValue.ToString().ToLowerInvariant()} unless given",
            HelpName = string.Join('|', choices.Keys),
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (choices.TryGetValue(word, out var value))
                    return value;
                result.AddError($"{name}: expected {string.Join(" or ", choices.Keys)}; found '{word}'.");
                return null;
            },
        };
        option.CompletionSources.Add([.. choices.Keys]);
        return option;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace MobileNets.Weights.Fuzz.Mutation;

/// <summary>A JSON or Python dictionary as its tokens, changed so that most results are dictionaries still.</summary>
/// <param name="text">The dictionary.</param>
/// <param name="words">Strings, quotes included, and values that mean something to the reader.</param>
internal sealed partial class TokenText(string text, IReadOnlyList<string> words)
{
    private const int MaximumChanges = 3;

    private readonly string[] _tokens = [.. TokenPattern().Matches(text).Select(match => match.Value)];

    public string Mutate(Random random)
    {
        var tokens = new List<string>(_tokens);
        for (var changes = random.Next(1, MaximumChanges + 1); changes > 0; changes--)
            Change(random, tokens);
        return string.Concat(tokens);
    }

    private void Change(Random random, List<string> tokens)
    {
        var at = random.Next(Math.Max(1, tokens.Count));
        switch (random.Next(10))
        {
            case 0 or 1 or 2 when Next(tokens, at, token => char.IsAsciiDigit(token[0])) is { } number:
                tokens[number] = long.TryParse(tokens[number], CultureInfo.InvariantCulture, out var value)
                    ? EdgeNumbers.Near(random, value).ToString(CultureInfo.InvariantCulture)
                    : words[random.Next(words.Count)];
                break;
            case 3 or 4 when Next(tokens, at, IsString) is { } replaced:
                tokens[replaced] = Next(tokens, random.Next(tokens.Count), IsString) is { } other && random.Next(2) == 0
                    ? tokens[other]
                    : words[random.Next(words.Count)];
                break;
            case 5 when Member(tokens, at) is var (begin, end):
                tokens.InsertRange(begin, [.. tokens.GetRange(begin, end - begin), ","]);
                break;
            case 6 when Member(tokens, at) is var (begin, end):
                var last = end == tokens.Count || tokens[end] != ",";
                if (last && begin > 0 && tokens[begin - 1] == ",")
                    begin--;
                tokens.RemoveRange(begin, end - begin + (last ? 0 : 1));
                break;
            case 7 when Member(tokens, at) is var (begin, end):
                tokens.RemoveRange(begin + 2, end - begin - 2);
                tokens.Insert(begin + 2, words[random.Next(words.Count)]);
                break;
            case 8 when Member(tokens, at) is var (begin, end):
                var member = tokens.GetRange(begin, end - begin);
                tokens.RemoveRange(begin, end - begin);
                var place = Member(tokens, random.Next(Math.Max(1, tokens.Count)))?.Begin ?? begin;
                tokens.InsertRange(place, [.. member, ","]);
                break;
            case 9:
                tokens.Insert(at, " ");
                break;
        }
    }

    // From "key" to the end of its value.
    private static (int Begin, int End)? Member(List<string> tokens, int at)
    {
        if (Next(tokens, at, token => token == ":") is not { } colon || colon == 0)
            return null;
        var depth = 0;
        var end = colon + 1;
        for (; end < tokens.Count; end++)
        {
            if (depth == 0 && tokens[end] is "," or "}" or "]" or ")")
                break;
            depth += tokens[end] switch { "{" or "[" or "(" => 1, "}" or "]" or ")" => -1, _ => 0 };
        }
        return (colon - 1, end);
    }

    private static int? Next(List<string> tokens, int at, Func<string, bool> wanted)
    {
        for (var i = 0; i < tokens.Count; i++)
            if (wanted(tokens[(at + i) % tokens.Count]))
                return (at + i) % tokens.Count;
        return null;
    }

    private static bool IsString(string token) => token[0] is '"' or '\'';

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'[^']*'|[0-9]+|\w+|\S
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TokenPattern();
}

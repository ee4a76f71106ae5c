using System.CommandLine.Parsing;
using System.Globalization;

namespace MobileNets.Cli.Input;

/// <summary>The shape of a batch: <c>N,C,H,W</c>.</summary>
internal sealed record InputShape(int Count, int Channels, int Height, int Width)
{
    public static InputShape? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        int[] numbers = [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        if (numbers is [> 0, > 0, > 0, > 0])
            return new InputShape(numbers[0], numbers[1], numbers[2], numbers[3]);
        result.AddError($"{result.OptionName()}: expected four whole numbers above 0 such as 1,3,224,224; found '{text}'.");
        return null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count},{Channels},{Height},{Width}");
}

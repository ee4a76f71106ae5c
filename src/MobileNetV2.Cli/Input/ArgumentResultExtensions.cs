using System.CommandLine.Parsing;

namespace MobileNets.Cli.Input;

/// <summary>What the parsers of options need.</summary>
internal static class ArgumentResultExtensions
{
    /// <summary>The option's name as the caller writes it.</summary>
    public static string OptionName(this ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;
}

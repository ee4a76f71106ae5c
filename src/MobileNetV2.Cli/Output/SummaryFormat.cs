namespace MobileNets.Cli.Output;

/// <summary>How a summary is printed.</summary>
internal enum SummaryFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document, for programs.</summary>
    Json,

    /// <summary>Tables for documents.</summary>
    Markdown,
}

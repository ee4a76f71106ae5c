namespace MobileNets.PaperFigures;

/// <summary>One claim of the paper, computed.</summary>
internal interface ISection
{
    /// <summary>Anchor on the page and prefix of the files: <c>costs</c>.</summary>
    string Id { get; }

    /// <summary>The heading, as text.</summary>
    string Title { get; }

    /// <summary>Computes the section and writes its tables and figures.</summary>
    void Write(Report report);
}

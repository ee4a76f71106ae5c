using System.IO.Compression;

namespace SystemTorch.Tests.PublicSurface;

/// <summary>The public and protected members of TorchSharp 0.107.0 and its TorchVision, as listed by reflection.</summary>
public sealed class TorchSharpListing
{
    private const string Separator = " :: ";

    private readonly Dictionary<string, int> _counts;
    private readonly Dictionary<string, string> _namespaces = [];

    private TorchSharpListing(IReadOnlyList<string> lines)
    {
        Lines = lines;
        _counts = lines.CountBy(line => line).ToDictionary();
        ReadNamespaces();
    }

    public IReadOnlyList<string> Lines { get; }

    public static TorchSharpListing Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "PublicSurface", "torchsharp-0.107.0-api.txt.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return new TorchSharpListing(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Namespace of a type that is not nested, by its name in the listing; null if the listing has no such type.</summary>
    public string? NamespaceOf(string type) => _namespaces.GetValueOrDefault(type);

    /// <summary>The lines that the listing lacks or has fewer times: overloaded indexers share one line.</summary>
    public IEnumerable<Mismatch> Missing(IEnumerable<string> lines)
    {
        var seen = new Dictionary<string, int>();
        foreach (var line in lines)
        {
            seen[line] = seen.GetValueOrDefault(line) + 1;
            if (seen[line] > _counts.GetValueOrDefault(line))
                yield return new Mismatch(line, Nearest(line));
        }
    }

    // Lines are sorted by full name, assembly after assembly, so TorchSharp.Modules is one run of each assembly's lines.
    private void ReadNamespaces()
    {
        var inModules = false;
        foreach (var type in Lines.Select(TypeOf).Distinct())
        {
            inModules = type is "ASGD" or "AlexNet" || (inModules && type is not ("Padding" or "VisionExtensionMethods"));
            _namespaces[type] = inModules ? "TorchSharp.Modules"
                : type.StartsWith("Utils.", StringComparison.Ordinal) ? "TorchSharp.Utils"
                : type.StartsWith("Data.", StringComparison.Ordinal) ? "TorchSharp.Data"
                : "TorchSharp";
        }
    }

    private string Nearest(string line)
    {
        var (type, member) = (TypeOf(line), MemberOf(line));
        var lineage = Lineage(type);
        var inherited = Lines.Where(l => lineage.Contains(WithoutArguments(TypeOf(l)))).ToList();
        List<string>[] candidates =
        [
            [.. inherited.Where(l => TypeOf(l) == type && MemberOf(l) == member)],
            [.. inherited.Where(l => MemberOf(l) == member)],
            [.. Lines.Where(l => member.Length > 0 && MemberOf(l) == member)],
            inherited,
        ];
        return (candidates.FirstOrDefault(lines => lines.Count > 0) ?? Lines).MinBy(l => Distance(l, line))!;
    }

    /// <summary>The type and what the listing says are its base classes, without type arguments.</summary>
    private HashSet<string> Lineage(string type)
    {
        const string baseMark = "class : ";
        var lineage = new HashSet<string>();

        // Without arguments Module<T, TResult> comes back to Module: the set ends the walk.
        for (var name = WithoutArguments(type); name is not null && lineage.Add(name);)
        {
            var line = Lines.FirstOrDefault(l => WithoutArguments(TypeOf(l)) == name && l.Contains(baseMark, StringComparison.Ordinal));
            name = line is null ? null : WithoutArguments(line[(line.IndexOf(baseMark, StringComparison.Ordinal) + baseMark.Length)..]);
        }

        return lineage;
    }

    private static string WithoutArguments(string type) => type.Split('<')[0];

    private static string TypeOf(string line) => line[..line.IndexOf(Separator, StringComparison.Ordinal)];

    /// <summary>Name of the member on a line: the word before the parameters, the accessors or the end. None on a type's own line.</summary>
    private static string MemberOf(string line)
    {
        var text = line[(line.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..];
        if (!text.Contains("public ", StringComparison.Ordinal) && !text.Contains("protected ", StringComparison.Ordinal))
            return "";

        var end = text.IndexOf(" { ", StringComparison.Ordinal);
        if (end < 0 && text.EndsWith(')'))
        {
            // Tuples bring parentheses too: the parameters begin at the one that the last parenthesis closes.
            var depth = 0;
            end = text.Length;
            do
            {
                end--;
                depth += text[end] switch { ')' => 1, '(' => -1, _ => 0 };
            }
            while (depth > 0);
        }

        var head = end < 0 ? text : text[..end];
        return head[(head.LastIndexOf(' ') + 1)..].Split('<')[0];
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

namespace MobileNets.Training.Data;

/// <summary>Reads and writes the numeric matrices of MATLAB 5 files (<c>save -v6</c> and <c>-v7</c>).</summary>
/// <remarks>
/// The format is described in MathWorks' "MAT-File Format", chapter 1. Cell, struct, char, sparse and complex arrays are
/// passed over; asking for one by name says so.
/// </remarks>
public sealed class MatFile
{
    private readonly Dictionary<string, MatMatrix> _matrices;
    private readonly Dictionary<string, string> _skipped;

    internal MatFile(string path, Dictionary<string, MatMatrix> matrices, Dictionary<string, string> skipped)
    {
        FilePath = path;
        _matrices = matrices;
        _skipped = skipped;
    }

    /// <summary>The file that was read.</summary>
    public string FilePath { get; }

    /// <summary>The names of the numeric matrices.</summary>
    public IReadOnlyCollection<string> Names => _matrices.Keys;

    /// <summary>The matrix stored under a name.</summary>
    /// <param name="name">The variable's name, case-sensitive.</param>
    /// <exception cref="DatasetException">There is no such numeric matrix.</exception>
    public MatMatrix this[string name]
    {
        get
        {
            if (_matrices.TryGetValue(name, out var matrix))
                return matrix;
            var problem = _skipped.TryGetValue(name, out var kind)
                ? $"key '{name}' is a {kind} array, expected a real numeric matrix"
                : $"no key '{name}' (found: {(_matrices.Count == 0 ? "none" : string.Join(", ", _matrices.Keys))})";
            throw new DatasetException(FilePath, problem, "use the file that came with the data set");
        }
    }

    /// <summary>Reads every numeric matrix of a file.</summary>
    /// <param name="path">The <c>.mat</c> file, at most 64 MiB.</param>
    /// <exception cref="DatasetException">The file is missing or is not a well-formed MATLAB 5 file.</exception>
    public static MatFile Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new DatasetException(path, "no such file", "check the path");
        if (file.Length > MatReader.MaxBytes)
            throw new DatasetException(path, $"{file.Length} bytes, expected at most {MatReader.MaxBytes}", "check the file");
        return new MatReader(path).Read(File.ReadAllBytes(path));
    }

    /// <summary>Writes matrices compressed and little-endian, as <c>save -v7</c> and scipy do.</summary>
    /// <remarks>The file is complete or absent: it is written under a temporary name and renamed.</remarks>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="matrices">Names and matrices, in the order in which they are stored.</param>
    /// <exception cref="ArgumentException">A name is empty or not ASCII, or a value does not fit its class.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, MatMatrix>> matrices)
        => WholeFile.WriteAllBytes(path, MatWriter.Write(matrices));
}

using System.Security.Cryptography;
using System.Text;

namespace MobileNets.Training.Data;

/// <summary>Tells data sets apart by their class names, files, labels and splits.</summary>
internal static class DataFingerprint
{
    public static string Of(ImageDataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string line) => hash.AppendData(Encoding.UTF8.GetBytes(line + '\n'));
        foreach (var name in data.ClassNames)
            Add(name);
        foreach (var split in Enum.GetValues<Split>())
            foreach (var (path, label) in data.Samples(split))
                Add(FormattableString.Invariant($"{split} {label} {Path.GetRelativePath(data.Folder, path)}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

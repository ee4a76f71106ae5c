namespace MobileNets.Training.Data;

/// <summary>Writes files that are either complete or absent under their final name.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside <paramref name="path"/> first, then renames over it.</summary>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

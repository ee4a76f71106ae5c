namespace MobileNets.Weights;

/// <summary>Reads weights from a file of any known format, told by its extension.</summary>
public static class WeightsFile
{
    /// <summary>Reads the tensors as they are stored, under the names that the file gives them.</summary>
    /// <param name="path">
    /// A <c>.safetensors</c> file, a PyTorch state dict or checkpoint (<c>.pth</c>, <c>.pt</c>, <c>.bin</c>, <c>.pth.tar</c>) or a TorchSharp <c>.dat</c>.
    /// </param>
    /// <exception cref="WeightsFormatException">The file is malformed, or its extension is none of these.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StateDict Read(string path) => ExtensionOf(path) switch
    {
        ".safetensors" => SafetensorsFile.Read(path),
        ".pth" or ".pt" or ".bin" or ".tar" => PyTorchFile.Read(path),
        ".dat" => TorchSharpFile.Read(path),
        ".onnx" => throw new WeightsFormatException(path, "file name", "expected a format that can be read, found ONNX, which is only written",
            "Give the weights that the file was made from."),
        _ => throw new WeightsFormatException(path, "file name", "expected .safetensors, .pth, .pt or .dat, found another extension",
            "Rename the file if it is one of these."),
    };

    internal static string ExtensionOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToLowerInvariant();
    }
}

using System.Text;

namespace MobileNets.Weights;

/// <summary>
/// The <c>.dat</c> files of TorchSharp's <c>Module.save</c> and <c>load</c> (dotnet/TorchSharp, <c>Module.save_state_dict</c>,
/// <c>TensorExtensionMethods.Save</c>): the number of entries, then of each its name as <see cref="BinaryWriter"/> writes
/// strings, element type, rank, dimensions and little-endian elements. Numbers are unsigned LEB128.
/// </summary>
/// <remarks>Whatever can be read is written back byte for byte. The format has no place for <see cref="StateDict.Metadata"/>.</remarks>
public static class TorchSharpFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors in the file's order.</returns>
    /// <exception cref="WeightsFormatException">The file is damaged or of another format.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static StateDict Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream's position to its end; a stream that cannot seek is copied to memory first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="origin">What to call it in complaints.</param>
    /// <returns>The tensors in the stream's order.</returns>
    /// <exception cref="WeightsFormatException">The bytes are damaged or of another format.</exception>
    public static StateDict Read(Stream stream, string origin = "stream") =>
        new TorchSharpReader(StreamReading.WithKnownLength(stream), origin).Read();

    /// <summary>Writes a file, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="weights">The tensors, in the order to write: TorchSharp's own is all parameters, then all buffers.</param>
    /// <exception cref="ArgumentException">A name is not Unicode text.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Write(string path, StateDict weights) => AtomicFile.Write(path, stream => Write(stream, weights));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="weights">The tensors, in the order to write: TorchSharp's own is all parameters, then all buffers.</param>
    /// <exception cref="ArgumentException">A name is not Unicode text.</exception>
    public static void Write(Stream stream, StateDict weights)
    {
        var strictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var writer = new BinaryWriter(stream, strictUtf8, leaveOpen: true);
        writer.Write7BitEncodedInt64(weights.Count);
        foreach (var tensor in weights)
        {
            writer.Write(tensor.Name);
            writer.Write7BitEncodedInt64(TorchSharpType.NumberOf(tensor.ElementType));
            writer.Write7BitEncodedInt64(tensor.Shape.Count);
            foreach (var dimension in tensor.Shape)
                writer.Write7BitEncodedInt64(dimension);
            writer.Write(tensor.Data.Span);
        }
    }
}

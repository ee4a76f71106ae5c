namespace MobileNets.Weights;

/// <summary>
/// What <c>torch.save</c> writes, read without Python: the zip container of PyTorch 1.6 and later, and the one before it.
/// </summary>
/// <remarks>
/// The file's pickle is interpreted by a machine that knows tensors and plain values only: nothing that a file names is
/// ever constructed or called. Python's <c>torch.load(path, weights_only=True)</c> is the model
/// (PyTorch, <c>torch/_weights_only_unpickler.py</c> and <c>torch/serialization.py</c>).
/// </remarks>
public static class PyTorchFile
{
    // Records packed again with compression, shared storages and expanded tensors (stride 0) make more of a file than it
    // holds: in honest files a little.
    private const int MaximumExpansion = 16;
    private const int AllowanceBytes = 1 << 20;

    private const int TarMagicOffset = 257;

    /// <summary>Reads a state dict, bare or inside a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The tensors in the file's order and with the types it stores, row-major whatever their strides were. Of a
    /// checkpoint it is the first of <c>state_dict</c>, <c>model_state_dict</c>, <c>model</c>, <c>net</c>,
    /// <c>state_dict_ema</c>, <c>model_ema</c> and <c>ema</c> that holds tensors; whatever else there is, optimiser state
    /// and <c>_extra_state</c> included, is passed over. Prefixes <c>module.</c> (DataParallel) and <c>_orig_mod.</c>
    /// (torch.compile) that all names share are removed.
    /// </returns>
    /// <exception cref="WeightsFormatException">
    /// The file is damaged, names anything but tensors and plain values, or holds tensors of other kinds (complex,
    /// quantised, sparse).
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static StateDict Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream's position; a stream that cannot seek is copied to memory first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="origin">What to call it in complaints.</param>
    /// <returns>As of <see cref="Read(string)"/>.</returns>
    /// <exception cref="WeightsFormatException">As of <see cref="Read(string)"/>.</exception>
    public static StateDict Read(Stream stream, string origin = "stream")
    {
        stream = StreamReading.WithKnownLength(stream);
        var length = stream.Length - stream.Position;
        var container = Open(stream, origin);
        var tensors = CheckpointLayout.FindTensors(container.Root, origin);
        var reader = new TensorReader(container, origin, length);
        return new StateDict(tensors.Select(tensor => reader.Read(tensor.Name, tensor.Tensor))) { Origin = origin };
    }

    /// <summary>What a file may unpack to, before it counts as an attack.</summary>
    internal static long MaximumUnpackedBytes(long fileLength) => MaximumExpansion * fileLength + AllowanceBytes;

    private static ICheckpointContainer Open(Stream stream, string origin)
    {
        var start = stream.Position;
        var head = new byte[TarMagicOffset + "ustar"u8.Length];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = start;

        if (head.AsSpan().StartsWith("PK\x03\x04"u8))
            return new ZipContainer(stream, origin);
        if (head is [(byte)PickleOpcode.Proto, ..])
            return new LegacyContainer(stream, origin);
        if (head.AsSpan().EndsWith("ustar"u8))
            throw new WeightsFormatException(origin, $"offset {start + TarMagicOffset}",
                "expected a zip archive or a pickle, found the tar archive of PyTorch 0.1",
                "Load it in Python with a current PyTorch and save it again: torch.save(torch.load(path), path).");
        throw new WeightsFormatException(origin, $"offset {start}",
            $"expected a zip archive or a pickle, as torch.save writes them, found {(head.Length == 0 ? "nothing" : "other bytes")}",
            PyTorchCure.FetchAgain);
    }
}

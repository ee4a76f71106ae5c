using Microsoft.Win32.SafeHandles;

namespace MobileNets.Weights;

/// <summary>
/// The weights of a file that is mapped into memory: opening costs no more than the header, pages are read when a tensor
/// is, and processes that map the same file share them.
/// </summary>
/// <remarks>
/// <para>
/// Dispose of it when the last tensor has been used. From then on <c>Data.Span</c> and everything else that fetches a
/// tensor's bytes throws <see cref="ObjectDisposedException"/>; names, types and shapes stay readable. A span fetched before must
/// not be used afterwards, on no thread: its memory is gone. Pinned memory stays valid until it is unpinned.
/// </para>
/// <para>
/// Replacing the file by renaming another over it, as <see cref="AtomicFile"/> does, leaves the mapped content as it was;
/// Windows refuses it while the file is mapped. Changing the file in place changes the tensors, and cutting it off ends
/// the process at the next access to the lost part, as with any mapped file. Where that can happen, read the file instead.
/// </para>
/// <para>Tensors begin where the file puts them: their address need not be a multiple of the element's size.</para>
/// </remarks>
public sealed class MappedWeights : IDisposable
{
    private readonly SafeMemoryMappedViewHandle _view;

    internal MappedWeights(SafeMemoryMappedViewHandle view, StateDict tensors)
    {
        _view = view;
        Tensors = tensors;
    }

    /// <summary>The tensors, whose <see cref="NamedTensor.Data"/> lie in the mapping.</summary>
    public StateDict Tensors { get; }

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => _view.Dispose();
}

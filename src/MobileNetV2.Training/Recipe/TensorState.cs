using MobileNets.Modules;
using MobileNets.Weights;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>Copies named tensors into a <see cref="StateDict"/> and back, bit for bit.</summary>
internal static class TensorState
{
    public static StateDict Save(IEnumerable<(string Name, Tensor Tensor)> tensors) => new(tensors.Select(entry => entry.Tensor.ToNamedTensor(entry.Name)));

    /// <summary>Fills the tensors; nothing is changed unless all names, shapes and types agree.</summary>
    public static void Load(IReadOnlyList<(string Name, Tensor Tensor)> tensors, StateDict state, string origin)
    {
        var comparison = StateDictComparison.Compare(tensors.Select(entry => (entry.Name, (IReadOnlyList<long>)entry.Tensor.shape)), state);
        if (!comparison.IsMatch)
            throw new StateDictMismatchException(origin, comparison);

        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var sources = tensors.Select(entry => state[entry.Name].ToTensor()).ToList();
        for (var i = 0; i < sources.Count; i++)
            if (sources[i].dtype != tensors[i].Tensor.dtype)
                throw new WeightsFormatException(
                    origin, $"'{tensors[i].Name}'", $"expected {tensors[i].Tensor.dtype} elements, found {sources[i].dtype}",
                    "Resume with the network that the state was saved for.");
        for (var i = 0; i < sources.Count; i++)
            tensors[i].Tensor.copy_(sources[i]);
    }
}

namespace MobileNets.Architecture;

/// <summary>One module of a <see cref="NetworkSummary"/>: a layer, or a module that contains others.</summary>
/// <param name="Name">torchvision's name; for the first row, the network's.</param>
/// <param name="Type">The module's class: <c>Conv2d</c>, <c>InvertedResidual</c>.</param>
/// <param name="Depth">0 for the network, 1 for its modules, and so on.</param>
/// <param name="Index">Counts the modules of equal depth from 1.</param>
/// <param name="IsLayer">Whether the module has no others inside; the rows of layers add up to the totals.</param>
/// <param name="OutputShape">Shape of the output for the whole batch: <c>[N, C, H, W]</c>, or <c>[N, C]</c> in the classifier.</param>
/// <param name="Parameters">Trained numbers, of the modules inside as well.</param>
/// <param name="MultAdds">Mult-adds for the whole batch, convolutions and linear layers, of the modules inside as well.</param>
public sealed record SummaryRow(
    string Name, string Type, int Depth, int Index, bool IsLayer, IReadOnlyList<long> OutputShape, long Parameters, long MultAdds);

namespace MobileNets.Architecture;

/// <summary>
/// One row of the (t, c, n, s) table: a run of inverted residuals that share their output channels
/// (Sandler et al. 2018, arXiv 1801.04381, section 4, table 2).
/// </summary>
/// <param name="ExpansionRatio">t: how many times wider than its input the hidden layer is; at least 1. With 1 the
/// expansion convolution is left out.</param>
/// <param name="Channels">c: output channels at width multiplier 1.0; at least 1.</param>
/// <param name="Repeats">n: how many blocks follow one another; 1 to 1,024.</param>
/// <param name="Stride">s: stride of the first block, 1 or 2; the other blocks have stride 1.</param>
public sealed record BottleneckStage(int ExpansionRatio, int Channels, int Repeats, int Stride);

namespace MobileNets.Kernels.Generator;

/// <summary>Writes a micro-kernel.</summary>
/// <param name="code">Where to.</param>
/// <param name="shape">The class that it is for.</param>
/// <param name="variant">Units of output channels, or a depthwise stride.</param>
/// <param name="pixels">Pixels of a tile.</param>
internal delegate void TileWriter(CodeWriter code, KernelShape shape, int variant, int pixels);

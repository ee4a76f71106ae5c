namespace MobileNets.Architecture.Tests;

/// <summary>
/// Convolutions as loops that count their multiplications, on <c>[c, h, w]</c> with zeros around the map; the slowest possible and the
/// plainest. The output is as large as the input.
/// </summary>
internal sealed class CountedConvolution
{
    public long Multiplications { get; private set; }

    /// <summary>Every filter over every channel; weights <c>[d″, d′, k, k]</c>.</summary>
    public double[,,] Standard(double[,,] input, double[,,,] weights)
    {
        var (height, width, kernel) = (input.GetLength(1), input.GetLength(2), weights.GetLength(2));
        var output = new double[weights.GetLength(0), height, width];
        for (var filter = 0; filter < weights.GetLength(0); filter++)
            for (var channel = 0; channel < weights.GetLength(1); channel++)
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++)
                        for (var i = 0; i < kernel; i++)
                            for (var j = 0; j < kernel; j++)
                                output[filter, y, x] += Multiply(Padded(input, channel, y + i - kernel / 2, x + j - kernel / 2), weights[filter, channel, i, j]);
        return output;
    }

    /// <summary>One filter a channel; weights <c>[d, k, k]</c>.</summary>
    public double[,,] Depthwise(double[,,] input, double[,,] weights)
    {
        var (height, width, kernel) = (input.GetLength(1), input.GetLength(2), weights.GetLength(1));
        var output = new double[input.GetLength(0), height, width];
        for (var channel = 0; channel < input.GetLength(0); channel++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    for (var i = 0; i < kernel; i++)
                        for (var j = 0; j < kernel; j++)
                            output[channel, y, x] += Multiply(Padded(input, channel, y + i - kernel / 2, x + j - kernel / 2), weights[channel, i, j]);
        return output;
    }

    private double Multiply(double left, double right)
    {
        Multiplications++;
        return left * right;
    }

    private static double Padded(double[,,] map, int channel, int y, int x) =>
        y >= 0 && y < map.GetLength(1) && x >= 0 && x < map.GetLength(2) ? map[channel, y, x] : 0;
}

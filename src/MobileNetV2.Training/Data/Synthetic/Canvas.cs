using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>A square picture in floating point; its points are those of the unit square, y downwards.</summary>
internal sealed class Canvas(int size)
{
    public int Size => size;

    /// <summary>The side of a pixel, over which edges are antialiased.</summary>
    public float PixelSide { get; } = 1f / size;

    /// <summary>Red, green and blue, display-referred, row by row.</summary>
    public Vector3[] Pixels { get; } = new Vector3[size * size];

    /// <summary>Paints a brush over what is there, within a rectangle.</summary>
    /// <param name="brush">What to paint.</param>
    /// <param name="low">The rectangle's upper left corner; it may lie outside the picture.</param>
    /// <param name="high">Its lower right corner.</param>
    public void Paint<TBrush>(TBrush brush, Vector2 low, Vector2 high)
        where TBrush : IBrush
    {
        var left = Math.Max(0, (int)(low.X * size));
        var right = Math.Min(size - 1, (int)(high.X * size));
        var top = Math.Max(0, (int)(low.Y * size));
        var bottom = Math.Min(size - 1, (int)(high.Y * size));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var paint = brush.At(new Vector2(x + 0.5f, y + 0.5f) * PixelSide);
                if (paint.W > 0)
                {
                    ref var pixel = ref Pixels[(y * size) + x];
                    pixel = Vector3.Lerp(pixel, paint.AsVector3(), paint.W);
                }
            }
        }
    }

    /// <summary>Paints a brush within a square around a point.</summary>
    public void Paint<TBrush>(TBrush brush, Vector2 centre, float reach)
        where TBrush : IBrush => Paint(brush, centre - new Vector2(reach), centre + new Vector2(reach));

    /// <summary>Paints a brush over everything.</summary>
    public void Fill<TBrush>(TBrush brush)
        where TBrush : IBrush => Paint(brush, Vector2.Zero, Vector2.One);

    /// <summary>Fills this canvas with a stretched copy of another, bilinearly.</summary>
    public void Stretch(Canvas source)
    {
        var last = source.Size - 1;
        var ratio = source.Size * PixelSide;
        for (var y = 0; y < size; y++)
        {
            var sourceY = Math.Clamp(((y + 0.5f) * ratio) - 0.5f, 0, last);
            var above = (int)sourceY * source.Size;
            var below = Math.Min((int)sourceY + 1, last) * source.Size;
            for (var x = 0; x < size; x++)
            {
                var sourceX = Math.Clamp(((x + 0.5f) * ratio) - 0.5f, 0, last);
                var (left, right) = ((int)sourceX, Math.Min((int)sourceX + 1, last));
                var weight = sourceX - left;
                Pixels[(y * size) + x] = Vector3.Lerp(
                    Vector3.Lerp(source.Pixels[above + left], source.Pixels[above + right], weight),
                    Vector3.Lerp(source.Pixels[below + left], source.Pixels[below + right], weight),
                    sourceY - (int)sourceY);
            }
        }
    }

    /// <summary>Blurs with the kernel (w, 1 − 2w, w) along rows and columns, repeatedly.</summary>
    public void Blur(float weight, int times)
    {
        for (var i = 0; i < times; i++)
        {
            for (var line = 0; line < size; line++)
            {
                BlurLine(line * size, 1, weight);
                BlurLine(line, size, weight);
            }
        }
    }

    private void BlurLine(int start, int stride, float weight)
    {
        var before = Pixels[start];
        for (var i = 0; i < size; i++)
        {
            ref var pixel = ref Pixels[start + (i * stride)];
            var after = Pixels[start + (Math.Min(i + 1, size - 1) * stride)];
            var original = pixel;
            pixel = ((before + after) * weight) + (original * (1 - (2 * weight)));
            before = original;
        }
    }
}

using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>The light a picture is taken in and the camera that takes it: light, colour cast, blur, noise.</summary>
internal static class Camera
{
    /// <summary>Develops the canvas into 8-bit red, green and blue, interleaved.</summary>
    public static byte[] Develop(Canvas canvas, SeededRandom random)
    {
        // Blur in picture sides, so that a small picture looks like a large one scaled down.
        var sharpness = random.Below(10);
        if (sharpness < 4)
            canvas.Blur(MathF.Min(0.25f, canvas.Size * 0.0006f), 1 + sharpness);

        var exposure = random.Between(0.78f, 1.38f);
        var contrast = random.Between(0.75f, 1.2f);
        var warmth = random.Between(-0.14f, 0.14f);
        var gain = new Vector3(1 + warmth, 1 + random.Between(-0.05f, 0.05f), 1 - warmth) * exposure;
        var saturation = random.Between(0.65f, 1.15f);
        var slope = Placement.Direction(random.Between(0, MathF.Tau)) * random.Between(0, 0.5f);
        var vignette = random.Between(0, 0.6f);
        var dapple = random.Chance(0.35f) ? random.Between(0.2f, 0.5f) : 0;
        var dappleSeed = (uint)random.NextBits();
        var dappleScale = random.Between(2, 6);
        var noise = random.Between(0.012f, 0.042f);
        var noiseSeed = random.NextBits();

        var pixels = canvas.Pixels;
        var bytes = new byte[pixels.Length * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var point = new Vector2((i % canvas.Size) + 0.5f, (i / canvas.Size) + 0.5f) * canvas.PixelSide;
            var offset = point - new Vector2(0.5f);
            var light = 1 + Vector2.Dot(offset, slope) - (vignette * offset.LengthSquared());
            if (dapple > 0)
                light *= 1 - (dapple * Noise.Step(0.35f, 0.65f, Noise.Smooth(point * dappleScale, dappleSeed)));

            var colour = pixels[i] * gain * light;
            var grey = Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f));
            colour = Vector3.Lerp(new Vector3(grey), colour, saturation);
            colour = ((colour - new Vector3(0.5f)) * contrast) + new Vector3(0.5f) + Grain(noiseSeed + (ulong)i, noise);
            colour = Vector3.Clamp(colour, Vector3.Zero, Vector3.One) * 255;
            bytes[3 * i] = (byte)(colour.X + 0.5f);
            bytes[(3 * i) + 1] = (byte)(colour.Y + 0.5f);
            bytes[(3 * i) + 2] = (byte)(colour.Z + 0.5f);
        }

        return bytes;
    }

    /// <summary>Sensor noise: per channel the difference of two 10-bit numbers, which is close enough to normal.</summary>
    private static Vector3 Grain(ulong key, float deviation)
    {
        var bits = SeededRandom.Mix(key * 0x9E3779B97F4A7C15);
        return new Vector3(Triangle(bits), Triangle(bits >> 20), Triangle(bits >> 40)) * deviation;

        static float Triangle(ulong bits) => ((int)(bits & 1023) - (int)((bits >> 10) & 1023)) * (2.45f / 1024);
    }
}

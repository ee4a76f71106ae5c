namespace MobileNets.Imaging;

/// <summary>A codec library is not installed; the message has the commands that install it.</summary>
public sealed class NativeCodecMissingException : Exception
{
    /// <summary>Reports a library that could not be loaded.</summary>
    /// <param name="codec">The library.</param>
    public NativeCodecMissingException(NativeCodec codec)
        : base($"The native library {codec.Name} was not found. Install it: {codec.InstallHint}.")
    {
        Codec = codec;
    }

    /// <summary>The library that is missing.</summary>
    public NativeCodec Codec { get; }
}

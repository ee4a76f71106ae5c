namespace SystemTorch.Tests.PublicSurface;

/// <summary>A line that TorchSharp's listing does not have, and the line of the listing that comes nearest.</summary>
public sealed record Mismatch(string Line, string Nearest)
{
    public override string ToString() => $"{Line}\n      nearest: {Nearest}";
}

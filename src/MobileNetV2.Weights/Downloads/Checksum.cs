using System.Security.Cryptography;

namespace MobileNets.Weights;

/// <summary>The hash that a file's publisher states, whole or its first digits.</summary>
public sealed class Checksum
{
    private readonly HashAlgorithmName _algorithm;
    private readonly string _digits;
    private readonly bool _isPrefix;

    private Checksum(HashAlgorithmName algorithm, string digits, int hashDigits, int minimumDigits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        if (digits.Length < minimumDigits || digits.Length > hashDigits || !digits.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"'{digits}' is not {minimumDigits} to {hashDigits} hexadecimal digits.", nameof(digits));
        _algorithm = algorithm;
        _digits = digits.ToLowerInvariant();
        _isPrefix = digits.Length < hashDigits;
    }

    /// <summary>A SHA-256 or its beginning, as PyTorch writes it into file names.</summary>
    /// <param name="digits">8 to 64 hexadecimal digits, in any case.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static Checksum Sha256Prefix(string digits) => new(HashAlgorithmName.SHA256, digits, 64, 8);

    /// <summary>An MD5, which shows damage but does not protect from an attacker.</summary>
    /// <param name="digits">32 hexadecimal digits, in any case.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static Checksum Md5(string digits) => new(HashAlgorithmName.MD5, digits, 32, 32);

    /// <summary>The algorithm and the digits: <c>SHA256 b0353104…</c>.</summary>
    public override string ToString() => $"{_algorithm.Name} {_digits}{(_isPrefix ? "…" : "")}";

    /// <summary>Hashes a stream from its current position to its end.</summary>
    /// <returns>Null where the hash is as stated; otherwise what was expected and what was found.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public async Task<string?> FaultAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var hash = await HashAsync(content, cancellationToken).ConfigureAwait(false);
        var found = Convert.ToHexStringLower(hash);
        return found.StartsWith(_digits, StringComparison.Ordinal) ? null : $"expected {this}, found {found}";
    }

    private ValueTask<byte[]> HashAsync(Stream content, CancellationToken cancellationToken) =>
        _algorithm == HashAlgorithmName.MD5
            ? MD5.HashDataAsync(content, cancellationToken)
            : SHA256.HashDataAsync(content, cancellationToken);
}

using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Comparisons that take the same time whatever is compared.</summary>
internal static class Secret
{
    /// <summary>Hashed first, so that lengths are not told either.</summary>
    public static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    /// <param name="hex">A signature; anything that is no hexadecimal text is another one.</param>
    public static bool Signs(ReadOnlySpan<byte> signature, string hex)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return hex.Length == 2 * SHA256.HashSizeInBytes
            && Convert.FromHexString(hex, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(signature, given);
    }
}

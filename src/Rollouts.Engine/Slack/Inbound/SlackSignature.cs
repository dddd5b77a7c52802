using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Proves that a request comes from Slack: its signature over the raw body, within five minutes of now in either direction, and never twice.</summary>
public sealed class SlackSignature(IEnumerable<string> secrets, TimeProvider time)
{
    public const string TimestampHeader = "X-Slack-Request-Timestamp";
    public const string SignatureHeader = "X-Slack-Signature";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly byte[][] keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];
    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);

    /// <summary>Null when the request is Slack's; else what is wrong with it.</summary>
    public string? Fault(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var (stamp, signature) = (request.Headers[TimestampHeader], request.Headers[SignatureHeader]);
        if (stamp.Count != 1 || signature.Count != 1) return "the request is not signed";
        if (!long.TryParse(stamp[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 99_999_999_999) return "the timestamp is not a time";
        var (now, at) = (time.GetUtcNow(), DateTimeOffset.FromUnixTimeSeconds(seconds));
        if ((now - at).Duration() > Window) return "the timestamp is too far from now";
        if (!Fits(stamp[0]!, signature[0]!, body)) return "the signature does not fit";
        Forget(now);
        return seen.TryAdd(signature[0]!, at) ? null : "the request was sent before";
    }

    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body) => "v0=" + Convert.ToHexStringLower(Mac(Encoding.UTF8.GetBytes(secret), timestamp, body));

    private bool Fits(string timestamp, string signature, ReadOnlySpan<byte> body)
    {
        if (!signature.StartsWith("v0=", StringComparison.Ordinal) || signature.Length != 3 + (2 * SHA256.HashSizeInBytes)) return false;
        var given = Encoding.ASCII.GetBytes(signature[3..]);
        var fits = false;
        // Every key is tried, so that the time it takes says nothing.
        foreach (var key in keys) fits |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Mac(key, timestamp, body))), given);
        return fits;
    }

    private void Forget(DateTimeOffset now)
    {
        if (seen.Count < 1000) return;
        foreach (var (signature, at) in seen)
            if ((now - at).Duration() > Window) seen.TryRemove(signature, out _);
    }

    private static byte[] Mac(byte[] key, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}

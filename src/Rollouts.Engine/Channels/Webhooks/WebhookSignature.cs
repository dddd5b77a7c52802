using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>The headers of the Standard Webhooks specification: id, time and HMAC-SHA256 over both and the body, once for each key, so that a key can be replaced.</summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    public static ImmutableArray<(string Name, string Value)> Headers(string id, DateTimeOffset at, string body, IEnumerable<byte[]> keys)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}");
        var signatures = keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return [(IdHeader, id), (TimestampHeader, timestamp), (SignatureHeader, string.Join(' ', signatures))];
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Grafana's HMAC: hexadecimal, of the body, or of <c>timestamp:body</c> where a header for the timestamp is agreed on.</summary>
internal sealed class GrafanaSignature(string secret, string signatureHeader, string? timestampHeader, TimeProvider time) : IAlertProof
{
    /// <summary>Each try is signed anew, so this covers clocks that differ and a slow way.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);

    public string Source => GrafanaDelivery.Source;

    public ValueTask<string?> FaultAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation) => ValueTask.FromResult(Fault(request, body.Span));

    private string? Fault(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (request.Headers[signatureHeader] is not [{ } signature]) return $"one header {signatureHeader} is needed";
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        if (!string.IsNullOrEmpty(timestampHeader))
        {
            if (request.Headers[timestampHeader] is not [{ } timestamp]) return $"one header {timestampHeader} is needed";
            if (!IsNow(timestamp)) return $"the header {timestampHeader} is not a time within {Span.Text(Tolerance)} of now, in seconds since 1970";
            hash.AppendData(Encoding.UTF8.GetBytes(timestamp + ":"));
        }

        hash.AppendData(body);
        return Secret.Signs(hash.GetHashAndReset(), signature) ? null : "the signature does not fit the body";
    }

    private bool IsNow(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((double)time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds;
}

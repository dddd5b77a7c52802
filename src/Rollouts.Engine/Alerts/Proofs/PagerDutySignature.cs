using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>PagerDuty's list of signatures of the body; one that fits suffices, so that a secret can be replaced while events are under way.</summary>
internal sealed class PagerDutySignature(ImmutableArray<string> secrets) : IAlertProof
{
    private const string Header = "X-PagerDuty-Signature";
    private const string Version = "v1=";

    private readonly ImmutableArray<byte[]> keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    public string Source => PagerDutyDelivery.Source;

    public ValueTask<string?> FaultAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var signatures = request.Headers[Header].SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(signature => signature.StartsWith(Version, StringComparison.Ordinal)).Select(signature => signature[Version.Length..]).ToList();
        if (signatures.Count == 0) return ValueTask.FromResult<string?>($"a header {Header} with a signature {Version}… is needed");
        var fits = keys.Select(key => HMACSHA256.HashData(key, body.Span)).Any(own => signatures.Any(signature => Secret.Signs(own, signature)));
        return ValueTask.FromResult(fits ? null : "no signature fits the body");
    }
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>A source that nothing is agreed on with is believed on this very machine only.</summary>
internal sealed class LoopbackProof(string source) : IAlertProof
{
    public string Source => source;

    /// <summary>The proofs of the settings, and this one for every source that has none there.</summary>
    public static ImmutableArray<IAlertProof> Beside(ImmutableArray<IAlertProof> proofs) =>
        [.. proofs, .. AlertReader.Sources.Where(source => proofs.All(proof => proof.Source != source)).Select(source => new LoopbackProof(source))];

    public ValueTask<string?> FaultAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        ValueTask.FromResult(Loopback.Is(request) ? null : $"alerts of {source} are taken from this machine only, until the host is told how the sender proves itself");
}

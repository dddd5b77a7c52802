using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Tells whether a delivery comes from the sender it should.</summary>
public interface IAlertProof
{
    /// <summary>The source it is asked of, as the address of the webhook has it.</summary>
    string Source { get; }

    /// <summary>Null when the sender is proved; else what is missing or wrong, never what was expected.</summary>
    /// <param name="body">The bytes as they came: signatures are of these.</param>
    /// <exception cref="StoreException">It cannot be told now: the sender has to try again.</exception>
    ValueTask<string?> FaultAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation);
}

using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>People by their bearer tokens. Nobody else is believed, on this very machine neither: what a proxy here passes on looks as if it came from here.</summary>
public sealed class TokenActors(OperatorSettings operators) : IActors
{
    private readonly ImmutableArray<(byte[] Digest, Actor Actor)> people =
        [.. operators.Select(person => (DigestOf(person.Value.Token!), new Actor(person.Key, person.Value.Groups)))];

    public ValueTask<Actor?> OfAsync(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Bearer", Parameter: { Length: > 0 } token })
            return ValueTask.FromResult<Actor?>(null);

        // All are compared, so that the time it takes does not say whose token is nearly right.
        var digest = DigestOf(token);
        Actor? actor = null;
        foreach (var person in people)
            if (CryptographicOperations.FixedTimeEquals(person.Digest, digest)) actor = person.Actor;
        return ValueTask.FromResult(actor);
    }

    private static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>A token or a password in the header <c>Authorization</c>.</summary>
internal sealed class AuthorizationProof : IAlertProof
{
    private readonly string scheme;
    private readonly string credentials;

    private AuthorizationProof(string source, string scheme, string credentials)
    {
        Source = source;
        this.scheme = scheme;
        this.credentials = credentials;
    }

    public string Source { get; }

    public static AuthorizationProof Bearer(string source, string token) => new(source, "Bearer", token);

    public static AuthorizationProof Basic(string source, string user, string password) =>
        new(source, "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public ValueTask<string?> FaultAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation) => ValueTask.FromResult(Fault(request));

    private string? Fault(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header]) return $"one header Authorization: {scheme} is needed";
        var parts = header.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (parts is not [var given, var secret] || !given.Equals(scheme, StringComparison.OrdinalIgnoreCase)) return $"the header Authorization must be {scheme}";
        return Secret.Same(credentials, secret) ? null : "the header Authorization is not accepted";
    }
}

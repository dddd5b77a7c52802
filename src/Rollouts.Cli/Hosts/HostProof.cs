using System.Net.Http.Headers;
using Rollouts.Cli.Verbs;

namespace Rollouts.Cli.Hosts;

/// <summary>What a remote host asks for: a function key, a bearer token, or both. They come from the environment, never from the command line, which others can read.</summary>
internal sealed record HostProof(string? Key, string? Token)
{
    public const string KeyVariable = "ROLLOUT_KEY";
    public const string TokenVariable = "ROLLOUT_TOKEN";

    public static HostProof None { get; } = new(null, null);

    /// <exception cref="UsageException">A secret would go over the network unencrypted, or cannot stand in a header.</exception>
    public static HostProof OfEnvironment(Uri host) => Of(host, Environment.GetEnvironmentVariable);

    internal static HostProof Of(Uri host, Func<string, string?> variable)
    {
        var proof = new HostProof(Read(KeyVariable, variable), Read(TokenVariable, variable));
        if (proof != None && host.Scheme != Uri.UriSchemeHttps && !host.IsLoopback)
            throw new UsageException($"{(proof.Key is null ? TokenVariable : KeyVariable)} is sent over https, or to this machine; {host} is neither");
        return proof;
    }

    public void AddTo(HttpRequestHeaders headers)
    {
        if (Key is not null) headers.Add("x-functions-key", Key);
        if (Token is not null) headers.Authorization = new("Bearer", Token);
    }

    private static string? Read(string name, Func<string, string?> variable) => variable(name)?.Trim() switch
    {
        null or "" => null,
        var text when text.All(c => c is > ' ' and <= '~') => text,
        _ => throw new UsageException($"{name} holds what cannot be a key or token"),
    };
}

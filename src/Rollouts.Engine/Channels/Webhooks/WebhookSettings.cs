using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Where a channel's posts are sent, and what proves that they come from here.</summary>
public sealed class WebhookSettings
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;

    public string Url { get; init; } = "";

    /// <summary>Keys in Base64, with or without <c>whsec_</c> before them: one, or two while it is being replaced. Every one signs.</summary>
    public string[] Secrets { get; init; } = [];

    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) yield return "Url: a web address is needed";
        if (Secrets.Length is 0 or > 5) yield return "Secrets: one secret is needed, or several while it is being replaced";
        if (Secrets.Any(secret => KeyOf(secret) is not { Length: >= ShortestKey })) yield return $"Secrets: each is Base64 of at least {ShortestKey} bytes";
    }

    public ImmutableArray<byte[]> Keys() => [.. Secrets.Select(secret => KeyOf(secret) ?? throw new FormatException("a secret of a webhook is not Base64"))];

    private static byte[]? KeyOf(string secret)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) ? key[..length] : null;
    }
}

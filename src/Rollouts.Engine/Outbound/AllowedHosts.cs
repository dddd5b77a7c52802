using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine;

/// <summary>The hosts that this installation may call out to. An empty list allows none.</summary>
/// <remarks>
/// A pattern is <c>host</c> (the scheme's default port only), <c>host:port</c> or <c>host:*</c>. A host <c>*.example.com</c> stands for every
/// name below <c>example.com</c>, itself excluded. There is no pattern for all hosts: plans are written by many, and name urls.
/// </remarks>
public sealed class AllowedHosts
{
    private readonly ImmutableArray<Pattern> patterns;

    /// <exception cref="FormatException">A pattern is not of the form above.</exception>
    public AllowedHosts(IEnumerable<string> patterns) => this.patterns = [.. patterns.Select(Parse)];

    public bool Allows(Uri uri) => uri.Scheme is "http" or "https" && patterns.Any(pattern => pattern.Allows(uri));

    private static Pattern Parse(string text)
    {
        var trimmed = text.Trim();
        var colon = trimmed.EndsWith(']') ? -1 : trimmed.LastIndexOf(':');
        var (host, port) = colon < 0 ? (trimmed, "") : (trimmed[..colon], trimmed[(colon + 1)..]);
        var below = host.StartsWith("*.", StringComparison.Ordinal);
        var name = below ? host[2..] : host;
        if (Uri.CheckHostName(name.Trim('[', ']')) == UriHostNameType.Unknown) throw Bad(text);
        int? number = null;
        if (port is not ("" or "*"))
            number = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw Bad(text);
        return new(name, below, number, AnyPort: port == "*");
    }

    private static FormatException Bad(string text) => new($"'{text}' is not a host, host:port or host:*");

    private sealed record Pattern(string Name, bool Below, int? Port, bool AnyPort)
    {
        public bool Allows(Uri uri) => PortFits(uri) && (Below
            ? uri.Host.EndsWith("." + Name, StringComparison.OrdinalIgnoreCase)
            : uri.Host.Equals(Name, StringComparison.OrdinalIgnoreCase));

        private bool PortFits(Uri uri) => AnyPort || (Port is { } port ? uri.Port == port : uri.IsDefaultPort);
    }
}

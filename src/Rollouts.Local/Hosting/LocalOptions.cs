using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>What the embedded host needs to know.</summary>
/// <param name="Data">The folder that holds everything; made if it is not there.</param>
/// <param name="Flags">The flags file that apps read.</param>
/// <param name="AllowedHosts">The hosts that sources and webhooks may be on, as <c>host:port</c> or <c>host:*</c>.</param>
/// <param name="Url">Where it listens; loopback unless said otherwise.</param>
public sealed record LocalOptions(string Data, string Flags, ImmutableArray<string> AllowedHosts, string Url)
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>What senders of alerts prove themselves by; a sender that has nothing here is believed on this machine only.</summary>
    public AlertSettings Alerts { get; init; } = new();

    /// <summary>The Slack in which people decide; null for none: posts then go to files.</summary>
    public SlackSettings? Slack { get; init; }

    /// <summary>Who may command it, also from elsewhere; null for everybody on this machine and nobody else.</summary>
    public OperatorSettings? Operators { get; init; }

    /// <summary>Mail servers and web addresses of channels; what has none goes to Slack or to files.</summary>
    public ChannelSettings Channels { get; init; } = new();

    /// <summary>The folder <c>.rollouts</c> with its flags file in it.</summary>
    public static LocalOptions In(string folder) =>
        new(folder, Path.Combine(folder, "flags.json"), ["127.0.0.1:*", "localhost:*"], DefaultUrl);
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollouts.Engine;

/// <summary>What an installation knows of the ways besides Slack: plans name channels, and here stand their addresses and secrets.</summary>
public sealed class ChannelSettings
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    };

    /// <summary>The mail server; null where there is none: mail channels then go where other posts go.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Web addresses by the names of channels in plans.</summary>
    public Dictionary<string, WebhookSettings> Webhooks { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Where commands are given and launches looked at, for links in messages; null where there is no such place.</summary>
    public Uri? Pages { get; init; }

    public bool IsEmpty => Mail is null && Webhooks.Count == 0;

    /// <summary>The settings as one JSON text; unknown and doubled members are errors.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says where, and holds none of it.</exception>
    public static ChannelSettings Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ChannelSettings>(json, Strict) ?? throw new FormatException("the settings are empty");
        }
        catch (JsonException problem)
        {
            throw new FormatException($"cannot be read at {problem.Path ?? "$"}", problem);
        }
    }

    /// <summary>What is missing or wrong, each naming its setting and none a secret; empty when all is well.</summary>
    public ImmutableArray<string> Problems() =>
    [
        .. Mail?.Problems().Select(problem => $"Mail: {problem}") ?? [],
        .. Webhooks.SelectMany(webhook => webhook.Value.Problems().Select(problem => $"Webhooks: {webhook.Key}: {problem}")),
        .. Pages is { IsAbsoluteUri: false } ? ["Pages: an absolute address is needed"] : Array.Empty<string>(),
    ];

    /// <param name="http">Calls no hosts but those that the installation allows.</param>
    public ImmutableDictionary<Via, IPostCarrier> Ways(OutboundHttp http, TimeProvider time)
    {
        var ways = ImmutableDictionary<Via, IPostCarrier>.Empty;
        if (Mail is { } mail) ways = ways.Add(Via.Mail, new MailCarrier(mail, Pages));
        return Webhooks.Count == 0 ? ways : ways.Add(Via.Webhook, new WebhookCarrier(Webhooks, http, Pages, time));
    }
}

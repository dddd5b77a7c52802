using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the senders of alerts prove themselves by, as configured now: a secret can be replaced without a restart. A wrong change is logged and not taken.</summary>
internal sealed class AlertSenders : IDisposable
{
    private readonly IConfiguration configuration;
    private readonly TimeProvider time;
    private readonly ILogger<AlertSenders> log;
    private readonly SecureWebhookProof? webhook;
    private readonly IDisposable changes;
    private volatile Known current;

    public AlertSenders(IConfiguration configuration, IOptions<AlertSettings> atStart, IOptions<SecureWebhookSettings> webhook, TimeProvider time, ILogger<AlertSenders> log)
    {
        this.configuration = configuration;
        this.time = time;
        this.log = log;
        this.webhook = webhook.Value.Authority is { } authority ? new(authority, webhook.Value.Caller) : null;
        current = Of(atStart.Value);
        changes = ChangeToken.OnChange(configuration.GetReloadToken, Read);
    }

    public AlertSettings Settings => current.Settings;

    public ImmutableArray<IAlertProof> Proofs => current.Proofs;

    /// <summary>Whether Azure Monitor has to prove itself with a token.</summary>
    public bool AsksForTokens => webhook is not null;

    public void Dispose() => changes.Dispose();

    private void Read()
    {
        var settings = configuration.GetSection(AlertSettings.Section).Get<AlertSettings>() ?? new();
        if (settings.Problems() is [var problem, ..]) log.SettingsKept(problem);
        else current = Of(settings);
    }

    private Known Of(AlertSettings settings) => new(settings, webhook is null ? settings.Proofs(time) : [webhook, .. settings.Proofs(time)]);

    private sealed record Known(AlertSettings Settings, ImmutableArray<IAlertProof> Proofs);
}

using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What the senders of alerts prove themselves by, and what their alerts stand for. What is set is asked for; all of it where there is more.</summary>
public sealed class AlertSettings
{
    public const string Section = "Alerts";

    public AuthorizationSettings Alertmanager { get; set; } = new();

    public GrafanaSettings Grafana { get; set; } = new();

    public PagerDutySettings PagerDuty { get; set; } = new();

    /// <summary>What is wrong with the settings, each naming one; none shows a secret.</summary>
    public ImmutableArray<string> Problems() =>
        [.. Alertmanager.Problems("Alerts__Alertmanager"), .. Grafana.Problems("Alerts__Grafana"), .. PagerDuty.Problems("Alerts__PagerDuty")];

    public ImmutableArray<IAlertProof> Proofs(TimeProvider time) =>
        [.. Alertmanager.Proofs(AlertmanagerDelivery.Source), .. Grafana.Proofs(GrafanaDelivery.Source, time), .. PagerDuty.Proofs()];
}

/// <summary>The header <c>Authorization</c>: a token (<c>Bearer</c>), or user and password (<c>Basic</c>).</summary>
public class AuthorizationSettings
{
    public string? Token { get; set; }

    public string? User { get; set; }

    public string? Password { get; set; }

    internal virtual IEnumerable<string> Problems(string at)
    {
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password)) yield return $"{at}__User and {at}__Password go together: set both or none";
        if (!string.IsNullOrEmpty(Token) && !string.IsNullOrEmpty(User))
            yield return $"{at}__Token and {at}__User are both set: a sender has one Authorization header, set one";
        if (User?.Contains(':', StringComparison.Ordinal) == true) yield return $"{at}__User contains a colon, which ends the user in the header";
    }

    internal IEnumerable<IAlertProof> Proofs(string source)
    {
        if (!string.IsNullOrEmpty(Token)) yield return AuthorizationProof.Bearer(source, Token);
        if (!string.IsNullOrEmpty(User)) yield return AuthorizationProof.Basic(source, User, Password ?? "");
    }
}

public sealed class GrafanaSettings : AuthorizationSettings
{
    /// <summary>Signs the body (HMAC-SHA256).</summary>
    public string? Secret { get; set; }

    public string SignatureHeader { get; set; } = "X-Grafana-Alerting-Signature";

    /// <summary>Set it here and in Grafana, or a recorded delivery can be sent again.</summary>
    public string? TimestampHeader { get; set; }

    internal override IEnumerable<string> Problems(string at)
    {
        foreach (var problem in base.Problems(at)) yield return problem;
        if (!string.IsNullOrEmpty(TimestampHeader) && string.IsNullOrEmpty(Secret)) yield return $"{at}__TimestampHeader is of no use without {at}__Secret: set it too";
        if (string.IsNullOrWhiteSpace(SignatureHeader)) yield return $"{at}__SignatureHeader is empty: leave it out for Grafana's own header";
    }

    internal IEnumerable<IAlertProof> Proofs(string source, TimeProvider time)
    {
        foreach (var proof in Proofs(source)) yield return proof;
        if (!string.IsNullOrEmpty(Secret)) yield return new GrafanaSignature(Secret, SignatureHeader, TimestampHeader, time);
    }
}

public sealed class PagerDutySettings
{
    /// <summary>The secrets of the webhook subscriptions, separated by commas: two while one is replaced.</summary>
    public string? Secrets { get; set; }

    /// <summary>What the incidents of a service stand for, by the service's id.</summary>
    public Dictionary<string, PagerDutyService> Services { get; set; } = new(StringComparer.Ordinal);

    internal IEnumerable<string> Problems(string at) =>
        from service in Services
        where string.IsNullOrWhiteSpace(service.Value.Rule)
        select $"{at}__Services__{service.Key}__Rule is missing: the rule that the incidents of this service stand for, as plans name it after 'alert:'";

    internal IEnumerable<IAlertProof> Proofs()
    {
        var secrets = (Secrets ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (secrets.Length > 0) yield return new PagerDutySignature([.. secrets]);
    }
}

public sealed class PagerDutyService
{
    /// <summary>As plans name it: <c>alert: Checkout down</c>.</summary>
    public string Rule { get; set; } = "";

    /// <summary>Empty for every launch whose plan knows the rule.</summary>
    public string? Rollout { get; set; }

    public string? Member { get; set; }
}

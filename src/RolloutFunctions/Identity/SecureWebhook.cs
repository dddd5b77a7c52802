using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Azure Monitor's secure webhook: the action groups' own app proves itself with a token. Nothing set: the function key alone.</summary>
internal sealed class SecureWebhookSettings
{
    public const string Section = "Alerts:AzureMonitor";

    public string? TenantId { get; set; }

    /// <summary>The client id or identifier URI of the app registration that the action group names; several separated by commas.</summary>
    public string? Audience { get; set; }

    public string Login { get; set; } = EntraAuthority.PublicCloud;

    /// <summary>The app of action groups, the same in every tenant of the public cloud.</summary>
    public string Caller { get; set; } = "461e8683-5575-4561-ac7f-899cc907d62a";

    public EntraAuthority? Authority => EntraAuthority.Of(TenantId, Audience, Login);
}

internal sealed class SecureWebhookSettingsRules : IValidateOptions<SecureWebhookSettings>
{
    public ValidateOptionsResult Validate(string? name, SecureWebhookSettings options)
    {
        var problems = EntraAuthority.Problems("Alerts__AzureMonitor", options.TenantId, options.Audience, options.Login).ToList();
        if (!Guid.TryParse(options.Caller, out _)) problems.Add($"Alerts__AzureMonitor__Caller is '{options.Caller}': it must be the id of an app, a GUID");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>The token must be of the action groups' app and carry the role that it was given for this.</summary>
internal sealed class SecureWebhookProof(EntraAuthority authority, string caller) : IAlertProof
{
    public const string Of = "azure-monitor";

    private const string Role = "ActionGroupsSecureWebhook";

    private readonly EntraTokens tokens = new(authority);

    public string Source => Of;

    public async ValueTask<string?> FaultAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var answer = await tokens.ReadAsync(request, cancellation);
        if (answer.Fault is { } fault) return fault;
        // Version 2 names the app in azp, version 1 in appid.
        if ((answer.One("azp") ?? answer.One("appid")) != caller) return "the token is of another app than the action groups'";
        return answer.All("roles").Contains(Role, StringComparer.Ordinal) ? null : $"the token does not have the role {Role}";
    }
}

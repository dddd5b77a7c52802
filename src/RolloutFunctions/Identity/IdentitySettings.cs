using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Entra tokens for operators, on top of the function key. Nothing set: the key alone, and its holder says for whom it speaks.</summary>
internal sealed class IdentitySettings
{
    public const string Section = "Identity";

    public string? TenantId { get; set; }

    /// <summary>The client id or identifier URI that tokens are for; several separated by commas.</summary>
    public string? Audience { get; set; }

    /// <summary>Another one in national clouds.</summary>
    public string Login { get; set; } = EntraAuthority.PublicCloud;

    /// <summary>The app role that may look.</summary>
    public string ReadRole { get; set; } = "Rollouts.Read";

    /// <summary>The app role that may look, command and report. What a person may decide in a launch, its plan says.</summary>
    public string OperateRole { get; set; } = "Rollouts.Operate";

    /// <summary>The claim that names people as plans name them.</summary>
    public string ActorClaim { get; set; } = "oid";

    public EntraAuthority? Authority => EntraAuthority.Of(TenantId, Audience, Login);
}

internal sealed class IdentitySettingsRules : IValidateOptions<IdentitySettings>
{
    public ValidateOptionsResult Validate(string? name, IdentitySettings options)
    {
        var problems = EntraAuthority.Problems(IdentitySettings.Section, options.TenantId, options.Audience, options.Login).ToList();
        foreach (var (setting, value) in new[] { ("ReadRole", options.ReadRole), ("OperateRole", options.OperateRole), ("ActorClaim", options.ActorClaim) })
            if (string.IsNullOrWhiteSpace(value)) problems.Add($"Identity__{setting} is empty: leave it out, or name one");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

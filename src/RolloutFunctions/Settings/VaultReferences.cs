using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>Settings that refer to a secret of a vault. The platform puts the secret in their place, and leaves them as they are where the vault does not give it.</summary>
internal sealed class VaultReferences
{
    public const string Beginning = "@Microsoft.KeyVault(";
}

/// <summary>What a vault did not give stops the start: text that anybody can guess would be taken for a secret.</summary>
internal sealed class VaultReferenceRules(IConfiguration configuration) : IValidateOptions<VaultReferences>
{
    public ValidateOptionsResult Validate(string? name, VaultReferences options)
    {
        string[] open =
        [
            .. from setting in configuration.AsEnumerable()
               where setting.Value?.StartsWith(VaultReferences.Beginning, StringComparison.OrdinalIgnoreCase) == true
               select $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)}: the vault did not give the secret that it refers to",
        ];
        return open.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(open.Order(StringComparer.Ordinal));
    }
}

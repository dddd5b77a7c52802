using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

internal sealed class AlertSettingsRules : IValidateOptions<AlertSettings>
{
    public ValidateOptionsResult Validate(string? name, AlertSettings options) =>
        options.Problems() is { Length: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}

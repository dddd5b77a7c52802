using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>Mail server and web addresses of channels, as the JSON that <c>rollout serve --channels</c> reads: names of channels hold what names in the environment cannot. Nothing set: none.</summary>
internal sealed class ChannelAppSettings
{
    public string? Channels { get; set; }

    /// <exception cref="FormatException">It is not what it should be; the message holds no secret.</exception>
    public ChannelSettings Read() => string.IsNullOrWhiteSpace(Channels) ? new() : ChannelSettings.Read(Channels);
}

internal sealed class ChannelAppSettingsRules : IValidateOptions<ChannelAppSettings>
{
    public ValidateOptionsResult Validate(string? name, ChannelAppSettings options)
    {
        try
        {
            return options.Read().Problems() is { IsEmpty: false } problems ? ValidateOptionsResult.Fail(problems.Select(problem => $"Channels: {problem}")) : ValidateOptionsResult.Success;
        }
        catch (FormatException problem)
        {
            return ValidateOptionsResult.Fail($"Channels: {problem.Message}");
        }
    }
}

using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Error, "{Rollout}: could not drain, will try again: {Problem}")]
    public static partial void DrainFailed(this ILogger logger, string rollout, string problem);

    [LoggerMessage(102, LogLevel.Warning, "{Rollout}: effect {Effect} did not work, will try again: {Problem}")]
    public static partial void EffectFailed(this ILogger logger, string rollout, string effect, string problem);

    [LoggerMessage(103, LogLevel.Information, "{Rollout}: effect {Effect} is left for the next start")]
    public static partial void EffectLeft(this ILogger logger, string rollout, string effect);

    [LoggerMessage(104, LogLevel.Trace, "{Rollout}: woke by time")]
    public static partial void Woke(this ILogger logger, string rollout);
}

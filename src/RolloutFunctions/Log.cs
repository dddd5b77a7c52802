using Microsoft.Extensions.Logging;

namespace RolloutFunctions;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "{Driver}: could not be nudged, the next round will try again: {Problem}")]
    public static partial void NotNudged(this ILogger logger, string driver, string problem);

    [LoggerMessage(302, LogLevel.Information, "{Orchestrator} {Instance} started")]
    public static partial void Started(this ILogger logger, string orchestrator, string instance);

    [LoggerMessage(303, LogLevel.Debug, "{Instance} was started by someone else")]
    public static partial void StartedElsewhere(this ILogger logger, string instance);

    [LoggerMessage(304, LogLevel.Error, "{Launch} waits for {Phase}, which is gone; it is ended and started again")]
    public static partial void Lost(this ILogger logger, string launch, string phase);

    [LoggerMessage(305, LogLevel.Information, "{Timer} is late: this run makes up for those that were missed")]
    public static partial void PastDue(this ILogger logger, string timer);

    [LoggerMessage(306, LogLevel.Information, "{Rollout}: the review of gate {Gate} was held")]
    public static partial void Reviewed(this ILogger logger, string rollout, string gate);

    [LoggerMessage(307, LogLevel.Warning, "{Rollout}: its messages could not be looked after in this round: {Problem}")]
    public static partial void NotRefreshed(this ILogger logger, string rollout, string problem);

    [LoggerMessage(320, LogLevel.Error, "changed settings are wrong, and the old ones are kept: {Problem}")]
    public static partial void SettingsKept(this ILogger logger, string problem);

    [LoggerMessage(321, LogLevel.Warning, "the app's own configuration could not be read again; it stays as it is")]
    public static partial void ConfigurationKept(this ILogger logger);
}

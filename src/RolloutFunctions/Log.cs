using Microsoft.Extensions.Logging;

namespace RolloutFunctions;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "{Driver}: could not be nudged, the timer will try again: {Problem}")]
    public static partial void NotNudged(this ILogger logger, string driver, string problem);

    [LoggerMessage(302, LogLevel.Information, "{Orchestrator} {Instance} started")]
    public static partial void Started(this ILogger logger, string orchestrator, string instance);

    [LoggerMessage(303, LogLevel.Debug, "{Instance} was started by someone else")]
    public static partial void StartedElsewhere(this ILogger logger, string instance);
}

using Microsoft.Extensions.Logging;

namespace Rollouts.Local;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Note}")]
    public static partial void Noted(this ILogger logger, string note);

    [LoggerMessage(2, LogLevel.Error, "{Rollout}: could not be driven, will try again")]
    public static partial void DriveFailed(this ILogger logger, Exception problem, string rollout);

    [LoggerMessage(3, LogLevel.Warning, "source {Source} could not be scraped: {Problem}")]
    public static partial void ScrapeFailed(this ILogger logger, string source, string problem);

    [LoggerMessage(4, LogLevel.Debug, "observing stopped")]
    public static partial void ObservingStopped(this ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "could not observe, will try again")]
    public static partial void ObservingFailed(this ILogger logger, Exception problem);
}

using Microsoft.Extensions.Logging;

namespace Rollouts.Local;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Note}")]
    public static partial void Noted(this ILogger logger, string note);
}

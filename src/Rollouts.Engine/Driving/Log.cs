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

    [LoggerMessage(105, LogLevel.Warning, "{Rollout}: could not be read, and is told of every alert that names no launch: {Problem}")]
    public static partial void NotRead(this ILogger logger, string rollout, string problem);

    [LoggerMessage(106, LogLevel.Warning, "{Source}: a delivery was refused: {Problem}")]
    public static partial void DeliveryRefused(this ILogger logger, string source, string problem);

    [LoggerMessage(107, LogLevel.Error, "{Source}: a delivery could not be taken, its sender is told to try again")]
    public static partial void DeliveryNotTaken(this ILogger logger, Exception problem, string source);

    [LoggerMessage(108, LogLevel.Warning, "{Source}: {Unread} alerts of a delivery could not be read, {CutOff} were left out by the sender")]
    public static partial void DeliveryInPart(this ILogger logger, string source, int unread, long cutOff);

    [LoggerMessage(109, LogLevel.Warning, "the source {Source} could not be sampled: {Problem}")]
    public static partial void ScrapeFailed(this ILogger logger, string source, string problem);

    [LoggerMessage(110, LogLevel.Error, "{Rollout}: could not be looked after in this round: {Problem}")]
    public static partial void LaunchFailed(this ILogger logger, string rollout, string problem);

    [LoggerMessage(111, LogLevel.Warning, "slack: a request was refused: {Fault}")]
    public static partial void SlackRefused(this ILogger logger, string fault);

    [LoggerMessage(112, LogLevel.Warning, "slack: {Problem}")]
    public static partial void SlackCallFailed(this ILogger logger, string problem);

    [LoggerMessage(113, LogLevel.Warning, "slack: the membership of {Who} could not be read: {Problem}")]
    public static partial void MembershipNotRead(this ILogger logger, string who, string problem);

    [LoggerMessage(114, LogLevel.Error, "slack: messages or memberships could not be brought up to date, will try again")]
    public static partial void SlackBeatFailed(this ILogger logger, Exception problem);

    [LoggerMessage(115, LogLevel.Warning, "{Rollout}: post {Effect} does not reach {Channel} and goes elsewhere: {Problem}")]
    public static partial void NotDelivered(this ILogger logger, string rollout, string effect, string channel, string problem);

    [LoggerMessage(120, LogLevel.Warning, "{Rollout}: {Count} effects wait to be done, the oldest, {Effect}, for {Time}")]
    public static partial void EffectsWait(this ILogger logger, string rollout, int count, string effect, string time);

    [LoggerMessage(121, LogLevel.Error, "{Rollout}: way back {Number} is held up: {Effect} waits to be done for {Time}")]
    public static partial void WayBackHeldUp(this ILogger logger, string rollout, int number, string effect, string time);

    [LoggerMessage(122, LogLevel.Warning, "{Rollout}: a source fails: {Rule}: {Problem}")]
    public static partial void SourceFails(this ILogger logger, string rollout, string rule, string problem);

    [LoggerMessage(123, LogLevel.Error, "{Rollout}: effect {Effect} is given up: {Problem}")]
    public static partial void EffectGivenUp(this ILogger logger, string rollout, string effect, string problem);
}

namespace Rollouts.Engine;

internal static class ApiTags
{
    public static string Of(string tag) => tag switch
    {
        "rollouts" => "Launches: start them, look at them, say what people decide.",
        "reports" => "What people and systems report about a launch.",
        "plans" => "Plans that launches are started with.",
        "events" => "Raw events that KPIs are counted on.",
        "alerts" => "Webhooks of monitoring systems.",
        "slack" => "Requests of Slack.",
        "host" => "The host itself.",
        _ => throw new InvalidOperationException($"nobody described {tag}"),
    };
}

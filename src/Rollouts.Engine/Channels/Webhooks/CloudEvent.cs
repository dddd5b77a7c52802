using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A post as a CloudEvent 1.0 in structured JSON: source and id together are told once, however often it is sent.</summary>
internal static class CloudEvent
{
    public const string MediaType = "application/cloudevents+json; charset=utf-8";

    public static JsonObject Of(Scene scene, Effect.Post post, DateTimeOffset planned, Uri? pages)
    {
        var message = Composer.Compose(scene, post);
        return new()
        {
            ["specversion"] = "1.0",
            ["id"] = post.Id,
            ["source"] = Source(scene, pages),
            ["type"] = "rollout." + post.Topic,
            ["subject"] = Composer.SubjectOf(post),
            ["time"] = planned.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject
            {
                ["rollout"] = scene.Rollout,
                ["launch"] = scene.Plan.Title,
                ["channel"] = post.Channel,
                ["topic"] = post.Topic,
                ["about"] = post.About,
                ["text"] = OutsideText.Clean(Composer.Said(scene, post)),
                ["headline"] = OutsideText.Clean(message.Headline),
                ["body"] = PlainRenderer.Mail(message, pages).Body,
                ["asks"] = new JsonArray([.. Addressees.Of(scene, post).Select(person => (JsonNode)person)]),
                ["choices"] = new JsonArray([.. message.Parts.OfType<MessagePart.Choices>().SelectMany(choices => choices.Each).Select(choice => (JsonNode)Choice(choice))]),
            },
        };
    }

    private static string Source(Scene scene, Uri? pages) => pages is null ? $"/api/rollouts/{scene.Rollout}" : new Uri(pages, $"/api/rollouts/{scene.Rollout}").AbsoluteUri;

    /// <summary>How to answer: by command line, or by posting the command as it stands here.</summary>
    private static JsonObject Choice(Choice choice)
    {
        var json = new JsonObject { ["label"] = OutsideText.Clean(choice.Label), ["line"] = OutsideText.Clean(choice.Command) };
        if (DecisionCommand.Of(choice.Decision) is { } command) (json["post"], json["command"]) = (DecisionCommand.Path(choice.Decision), command);
        return json;
    }
}

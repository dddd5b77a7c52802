using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Contracts;

/// <summary>What whoever sent a hostile request is answered, word for word: written down here, not made by the code that answers.</summary>
internal static class ExactAnswers
{
    /// <summary>A private message that something does not count.</summary>
    /// <param name="launch">The launch whose rules refused it, which then says where to see why; null where none was asked.</param>
    public static string Refusal(string asked, string reason, string? launch = null) => Refusal(asked, reason, reason, launch);

    /// <param name="inFull">The reason where there is less room for it.</param>
    public static string Refusal(string asked, string reason, string inFull, string? launch)
    {
        var more = launch is null ? "" : $$$""",{"type":"context","elements":[{"type":"mrkdwn","text":"`/rollout why {{{launch}}}` shows how every figure came about","verbatim":true}]}""";
        return Same($$$"""
            {
              "response_type": "ephemeral", "replace_original": false, "text": {{{Text($"*{asked} does not count*: {reason}")}}},
              "blocks": [
                {"type":"header","text":{"type":"plain_text","text":"This does not count","emoji":false}},
                {"type":"section","text":{"type":"mrkdwn","text":{{{Text($"*{asked}*: {inFull}")}}},"verbatim":true}}{{{more}}}
              ]
            }
            """);
    }

    /// <summary>A command that is stored, and was not decided while Slack waits.</summary>
    public static string Stored(string asked) => Same($$$"""
        {
          "response_type": "ephemeral", "replace_original": false, "text": {{{Text($"{asked}: stored, and decided in a moment")}}},
          "blocks": [
            {"type":"header","text":{"type":"plain_text","text":"Stored","emoji":false}},
            {"type":"section","text":{"type":"mrkdwn","text":{{{Text($"{asked}: stored, and decided in a moment")}}},"verbatim":true}}
          ]
        }
        """);

    /// <summary>A form that turns into the reason why it does not count.</summary>
    public static string Form(string reason) => Same($$$"""
        {
          "response_action": "update",
          "view": {
            "type": "modal", "title": {"type":"plain_text","text":"Not counted","emoji":false}, "close": {"type":"plain_text","text":"Close","emoji":false},
            "blocks": [{"type":"section","text":{"type":"mrkdwn","text":{{{Text(reason)}}},"verbatim":true}}]
          }
        }
        """);

    /// <summary>The answer to what is not Slack's, or cannot be read.</summary>
    public static async Task IsProblemAsync(string name, HttpStatusCode status, string detail, HttpResponseMessage answer)
    {
        var (title, section) = status switch
        {
            HttpStatusCode.Unauthorized => ("Who asks is not known", "https://tools.ietf.org/html/rfc9110#section-15.5.2"),
            HttpStatusCode.BadRequest => ("The request cannot be read", "https://tools.ietf.org/html/rfc9110#section-15.5.1"),
            HttpStatusCode.RequestEntityTooLarge => ("The body is too large", "https://tools.ietf.org/html/rfc9110#section-15.5.14"),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no hostile request is answered so"),
        };
        var expected = Same($$"""{"type":{{Text(section)}},"title":{{Text(title)}},"status":{{(int)status}},"detail":{{Text(detail)}}}""");
        Assert.Equal((name, status, "application/problem+json", expected), (name, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Same(await answer.Content.ReadAsStringAsync())));
    }

    /// <summary>JSON without what says nothing: white space, and how a letter is escaped. The order of members stays.</summary>
    public static string Same(string json) => json.Length == 0 ? "" : JsonNode.Parse(json)!.ToJsonString();

    private static string Text(string text) => JsonSerializer.Serialize(text);
}

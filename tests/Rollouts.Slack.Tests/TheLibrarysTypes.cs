using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Rollouts.Engine;
using Slack.NetStandard.Interaction;

namespace Rollouts.Slack.Tests;

/// <summary>Slack.NetStandard and the engine speak of the same JSON.</summary>
public class TheLibrarysTypes
{
    public static TheoryData<string> Goldens => [.. Directory.EnumerateFiles(Folder(), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_message_goes_through_the_librarys_types_unchanged(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), name + ".txt"));
        var json = text[text.IndexOf("\n[\n", StringComparison.Ordinal)..text.IndexOf("=== terminal", StringComparison.Ordinal)];
        var read = SlackClientApi.Blocks(new("x", (JsonArray)JsonNode.Parse(json)!));
        var written = JToken.Parse(JsonConvert.SerializeObject(read));
        Assert.True(JToken.DeepEquals(JToken.Parse(json), written), written.ToString());
    }

    [Fact]
    public void The_engine_reads_of_a_click_what_the_library_reads()
    {
        const string json = """
            {"type":"block_actions","user":{"id":"UA8RXUSPL","username":"jtorrance","name":"jtorrance","team_id":"T9TK3CUKW"},"api_app_id":"AABA1ABCD","token":"x",
            "container":{"type":"message","message_ts":"1548261231.000200","channel_id":"CBR2V3XEX","is_ephemeral":false},"trigger_id":"12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
            "team":{"id":"T9TK3CUKW","domain":"example"},"enterprise":null,"is_enterprise_install":false,"channel":{"id":"CBR2V3XEX","name":"review-updates"},
            "message":{"type":"message","ts":"1548261231.000200","text":"x","blocks":[]},"state":{"values":{}},"response_url":"https://hooks.slack.com/actions/AABA1ABCD/1/x",
            "actions":[{"type":"button","action_id":"decide-0","block_id":"choices-0","value":"opaque","action_ts":"1548426417.840180","text":{"type":"plain_text","text":"Approve"}}]}
            """;
        var theirs = Assert.IsType<BlockActionsPayload>(JsonConvert.DeserializeObject<InteractionPayload>(json));
        var ours = Assert.IsType<SlackRequest.Click>(SlackRequest.OfInteraction(Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(json))));
        Assert.Equal((theirs.User.ID, theirs.Team.ID, theirs.Channel.ID), (ours.User, ours.Team, ours.Channel));
        Assert.Equal(theirs.Actions[0].Value, ours.Value);
        Assert.Equal(theirs.ResponseUrl, ours.ReplyTo!.AbsoluteUri);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Rollouts.Engine.Tests", "Messages", "golden");
}

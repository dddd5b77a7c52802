using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>A message as Slack takes it: the text for notifications, and its blocks.</summary>
public sealed record SlackMessage(string Text, JsonArray Blocks);

/// <summary>Renders messages as Block Kit, within Slack's limits.</summary>
public sealed class SlackRenderer(SlackText text, DecisionSeal seal)
{
    /// <summary>Buttons of one row that a phone shows without scrolling sideways.</summary>
    private const int PerRow = 5;

    public SlackMessage Of(Message message, string channel)
    {
        var choices = message.Parts.OfType<MessagePart.Choices>().SelectMany(part => part.Each).ToArray();
        var rows = ChoiceRows(choices, channel).ToArray();
        var page = new SlackPage(text, message.More, SlackLimits.Blocks - rows.Length, SlackLimits.AllBlocks - rows.Sum(row => row.ToJsonString().Length));
        page.Header(message.Headline);
        foreach (var part in message.Parts.Where(part => part is not (MessagePart.Choices or MessagePart.Fine))) page.Add(part);
        foreach (var row in rows) page.Always(row);
        foreach (var fine in message.Parts.OfType<MessagePart.Fine>()) page.Add(fine);
        return new(text.Of(message.Summary, SlackLimits.Text), page.Blocks);
    }

    private IEnumerable<JsonObject> ChoiceRows(Choice[] choices, string channel)
    {
        // A button whose id does not fit would be refused with the whole message; its command still stands in the terminal.
        var buttons = choices.Select(choice => (Choice: choice, Id: seal.Seal(choice.Decision, channel))).Where(each => each.Id.Length <= SlackLimits.ButtonValue).ToArray();
        for (var row = 0; row * PerRow < Math.Min(buttons.Length, SlackLimits.ActionsElements); row++)
            yield return new()
            {
                ["type"] = "actions",
                ["block_id"] = FormattableString.Invariant($"choices-{row}"),
                ["elements"] = new JsonArray([.. buttons.Skip(row * PerRow).Take(PerRow).Select((each, i) => Button(each.Choice, each.Id, (row * PerRow) + i))]),
            };
    }

    private static JsonObject Button(Choice choice, string id, int number)
    {
        var button = new JsonObject
        {
            ["type"] = "button",
            ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = OutsideText.Cut(OutsideText.Clean(choice.Label), SlackLimits.ButtonText), ["emoji"] = false },
            ["action_id"] = FormattableString.Invariant($"decide-{number}"),
            ["value"] = id,
        };
        if (choice.Tone != Tone.Plain) button["style"] = choice.Tone == Tone.Good ? "primary" : "danger";
        return button;
    }
}

using System.Text;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Blocks being gathered while there is room; what is left out is counted and pointed to.</summary>
internal sealed class SlackPage(SlackText text, Sentence more, int mostBlocks, int mostCharacters)
{
    /// <summary>Room for the line that says what was left out.</summary>
    private const int Reserve = 400;

    private int characters;
    private int blocks;

    public JsonArray Blocks { get; } = [];

    public void Header(string headline) => Put(new() { ["type"] = "header", ["text"] = PlainText(OutsideText.Cut(OutsideText.Clean(headline), SlackLimits.Header)) });

    public void Add(MessagePart part)
    {
        switch (part)
        {
            case MessagePart.Paragraph paragraph:
                Section(text.Of(paragraph.Sentence, Room(SlackLimits.Section)));
                break;
            case MessagePart.Facts facts:
                Lines("", [.. facts.Each.Select(fact => $"*{SlackText.Escape(fact.Label)}*  {text.Of(fact.Sentence, 900)}")]);
                break;
            case MessagePart.Lines lines:
                Lines(lines.Title, [.. lines.Each.Select(line => $"{Sign(line.Tick)} {text.Of(line.Sentence, 900)}")]);
                break;
            case MessagePart.Fine fine:
                var words = text.Of(fine.Sentence, SlackLimits.ContextText);
                if (words.Length > 0) Put(new() { ["type"] = "context", ["elements"] = new JsonArray(Mrkdwn(words)) });
                break;
            default:
                throw new InvalidOperationException($"nobody shows {part.GetType().Name}");
        }
    }

    public void Always(JsonObject block) => Blocks.Add(block);

    private void Lines(string title, string[] lines)
    {
        var section = new StringBuilder(title.Length > 0 ? $"*{SlackText.Escape(title)}*" : "");
        for (var i = 0; i < lines.Length; i++)
        {
            if (characters + section.Length + lines[i].Length + Reserve > mostCharacters || blocks + 3 > mostBlocks)
            {
                Append(section, text.Of(Sentence.Of(FormattableString.Invariant($"… and {lines.Length - i} more: ")).And(more), 300));
                break;
            }

            if (section.Length + lines[i].Length + 1 > SlackLimits.Section)
            {
                Section(section.ToString());
                section.Clear();
            }

            Append(section, lines[i]);
        }

        Section(section.ToString());
    }

    private static void Append(StringBuilder section, string line) => section.Append(section.Length > 0 ? "\n" : "").Append(line);

    private void Section(string words)
    {
        if (words.Length > 0) Put(new() { ["type"] = "section", ["text"] = Mrkdwn(words) });
    }

    private int Room(int most) => Math.Max(2, Math.Min(most, mostCharacters - characters - Reserve));

    private void Put(JsonObject block)
    {
        var length = block.ToJsonString().Length;
        if (blocks >= mostBlocks || characters + length > mostCharacters) return;
        blocks++;
        characters += length;
        Blocks.Add(block);
    }

    private static string Sign(Tick mark) => mark switch
    {
        Tick.Met or Tick.Done => ":white_check_mark:",
        Tick.Missed or Tick.Failed => ":x:",
        Tick.NoData => ":grey_question:",
        Tick.NotDue => ":heavy_minus_sign:",
        Tick.Running => ":hourglass_flowing_sand:",
        Tick.Waiting => ":white_large_square:",
        _ => throw new InvalidOperationException($"unknown mark {mark}"),
    };

    /// <summary>Verbatim: Slack turns no bare address or name into a link.</summary>
    private static JsonObject Mrkdwn(string words) => new() { ["type"] = "mrkdwn", ["text"] = words, ["verbatim"] = true };

    private static JsonObject PlainText(string words) => new() { ["type"] = "plain_text", ["text"] = words, ["emoji"] = false };
}

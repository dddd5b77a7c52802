using System.Globalization;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Renders messages as Markdown, for pages and pull requests.</summary>
public static class MarkdownRenderer
{
    private const string Special = "\\`*_{}[]()#|~!";

    public static string Of(Message message)
    {
        var text = new StringBuilder($"## {Escape(message.Headline)}\n");
        foreach (var part in message.Parts)
        {
            text.Append('\n');
            switch (part)
            {
                case MessagePart.Paragraph paragraph:
                    text.Append(Of(paragraph.Sentence)).Append('\n');
                    break;
                case MessagePart.Facts facts:
                    foreach (var fact in facts.Each) text.Append(CultureInfo.InvariantCulture, $"- **{Escape(fact.Label)}:** {Of(fact.Sentence)}\n");
                    break;
                case MessagePart.Lines lines:
                    if (lines.Title.Length > 0) text.Append(CultureInfo.InvariantCulture, $"**{Escape(lines.Title)}**\n\n");
                    foreach (var line in lines.Each) text.Append(CultureInfo.InvariantCulture, $"- {Sign(line.Tick)} {Of(line.Sentence)}\n");
                    break;
                case MessagePart.Fine fine:
                    text.Append(CultureInfo.InvariantCulture, $"<sub>{Of(fine.Sentence)}</sub>\n");
                    break;
                case MessagePart.Choices choices:
                    foreach (var choice in choices.Each) text.Append(CultureInfo.InvariantCulture, $"- {Code(choice.Command)}\n");
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Escapes text from outside so that it is shown as it is.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in OutsideText.Clean(text))
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '@' => escaped.Append("&#64;"),
                _ when Special.Contains(c, StringComparison.Ordinal) => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }

    private static string Of(Sentence words) => string.Concat(words.Parts.Select(part => part switch
    {
        Inline.Text each => (each.Value is [' ', _, ..] ? " " : "") + Escape(each.Value) + (each.Value.EndsWith(' ') ? " " : ""),
        Inline.Strong each => $"**{Escape(each.Value)}**",
        Inline.Code each => Code(each.Value),
        Inline.Person each => Escape(each.Id),
        Inline.Group each => Escape(each.Id),
        Inline.When each => each.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC",
        Inline.Link each => $"[{Escape(each.Label)}](<{each.To.AbsoluteUri.Replace(">", "%3E", StringComparison.Ordinal)}>)",
        _ => throw new InvalidOperationException($"nobody writes {part.GetType().Name}"),
    }));

    private static string Code(string text) => $"`{OutsideText.Clean(text).Replace('`', '\'')}`";

    private static string Sign(Tick mark) => mark switch
    {
        Tick.Met or Tick.Done => "✅",
        Tick.Missed or Tick.Failed => "❌",
        Tick.NoData => "❔",
        Tick.NotDue => "➖",
        Tick.Running => "⏳",
        Tick.Waiting => "⬜",
        _ => throw new InvalidOperationException($"unknown mark {mark}"),
    };
}

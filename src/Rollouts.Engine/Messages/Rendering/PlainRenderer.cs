using System.Globalization;
using System.Text;

namespace Rollouts.Engine;

/// <summary>An e-mail as text: its subject on one line, and its body.</summary>
public sealed record MailText(string Subject, string Body);

/// <summary>Renders messages as plain text: for a terminal, and for e-mail.</summary>
public static class PlainRenderer
{
    private const int LongestSubject = 150;

    public static string Terminal(Message message) => $"── {OutsideText.Clean(message.Headline)} ──\n{Body(message, Sign, Line)}";

    /// <param name="pages">Where commands are posted; null names only their path.</param>
    public static MailText Mail(Message message, Uri? pages = null) => new(OutsideText.Cut(OutsideText.Clean(message.Headline), LongestSubject), Body(message, Letter, (text, choice) => Answer(text, choice, pages)));

    /// <summary>A sentence without any format.</summary>
    public static string Of(Sentence words)
    {
        var text = new StringBuilder();
        foreach (var part in words.Parts)
            text.Append(part switch
            {
                Inline.Text each => (each.Value is [' ', _, ..] ? " " : "") + OutsideText.Clean(each.Value) + (each.Value.EndsWith(' ') ? " " : ""),
                Inline.Strong each => OutsideText.Clean(each.Value),
                Inline.Code each => OutsideText.Clean(each.Value),
                Inline.Person each => OutsideText.Clean(each.Id),
                Inline.Group each => OutsideText.Clean(each.Id),
                Inline.When each => each.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC",
                Inline.Link each => $"{OutsideText.Clean(each.Label)} <{each.To.AbsoluteUri}>",
                _ => throw new InvalidOperationException($"nobody writes {part.GetType().Name}"),
            });
        return text.ToString();
    }

    private static string Body(Message message, Func<Tick, string> sign, Action<StringBuilder, Choice> show)
    {
        var text = new StringBuilder();
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case MessagePart.Paragraph paragraph:
                    text.Append(Of(paragraph.Sentence)).Append('\n');
                    break;
                case MessagePart.Facts facts:
                    var width = facts.Each.Max(fact => fact.Label.Length);
                    foreach (var fact in facts.Each) text.Append(fact.Label.PadRight(width)).Append("  ").Append(Of(fact.Sentence)).Append('\n');
                    break;
                case MessagePart.Lines lines:
                    if (lines.Title.Length > 0) text.Append('\n').Append(OutsideText.Clean(lines.Title)).Append(":\n");
                    foreach (var line in lines.Each) text.Append("  ").Append(sign(line.Tick)).Append(' ').Append(Of(line.Sentence)).Append('\n');
                    break;
                case MessagePart.Fine fine:
                    text.Append('\n').Append(Of(fine.Sentence)).Append('\n');
                    break;
                case MessagePart.Choices choices:
                    text.Append('\n');
                    foreach (var choice in choices.Each) show(text, choice);
                    break;
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, Choice choice) => text.Append("  ").Append(OutsideText.Clean(choice.Command)).Append('\n');

    /// <summary>How to answer from where nothing can be clicked: by command line or by HTTP.</summary>
    private static void Answer(StringBuilder text, Choice choice, Uri? pages)
    {
        text.Append(OutsideText.Clean(choice.Label.TrimEnd('…'))).Append(":\n");
        Line(text, choice);
        if (DecisionCommand.Of(choice.Decision) is not { } command) return;
        var path = DecisionCommand.Path(choice.Decision);
        text.Append("  or POST ").Append(pages is null ? path : new Uri(pages, path).AbsoluteUri).Append("  ").Append(OutsideText.Clean(command.ToJsonString(EntryChain.Json))).Append('\n');
    }

    private static string Sign(Tick mark) => mark switch
    {
        Tick.Met or Tick.Done => "✓",
        Tick.Missed or Tick.Failed => "✗",
        Tick.NoData => "?",
        Tick.NotDue => "-",
        Tick.Running => "…",
        Tick.Waiting => "○",
        _ => throw new InvalidOperationException($"unknown mark {mark}"),
    };

    private static string Letter(Tick mark) => mark switch
    {
        Tick.Met or Tick.Done => "[x]",
        Tick.Missed or Tick.Failed => "[!]",
        Tick.NoData => "[?]",
        Tick.NotDue => "[-]",
        Tick.Running => "[.]",
        Tick.Waiting => "[ ]",
        _ => throw new InvalidOperationException($"unknown mark {mark}"),
    };
}

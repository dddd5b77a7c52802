using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>Sentences in Slack's mrkdwn. Text from outside cannot mention, link, format or show an emoji of its own.</summary>
/// <param name="Users">Slack user ids by the names that plans use, where they are not the ids themselves.</param>
/// <param name="Groups">Slack user group ids by the names that plans use.</param>
public sealed partial record SlackText(IReadOnlyDictionary<string, string> Users, IReadOnlyDictionary<string, string> Groups)
{
    public static SlackText Plain { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <param name="most">The characters that there is room for.</param>
    public string Of(Sentence words, int most)
    {
        var text = new StringBuilder();
        foreach (var part in words.Parts)
        {
            var left = most - text.Length;
            if (left <= 1) return text.ToString();
            var piece = Piece(part, left);
            if (piece.Length > left) return text.Append('…').ToString();
            text.Append(piece);
        }

        return text.ToString();
    }

    /// <summary>Escapes text from outside so that Slack shows it as it is.</summary>
    public static string Escape(string text, int most = int.MaxValue)
    {
        var escaped = new StringBuilder();
        var harmless = EmojiName().Replace(OutsideText.Clean(text), match => ":\u2060" + match.Value[1..]);
        var elements = StringInfo.GetTextElementEnumerator(harmless);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement() switch
            {
                "&" => "&amp;",
                "<" => "&lt;",
                ">" => "&gt;",
                // Slack has no way to write these as themselves; look-alikes format nothing.
                "*" => "∗",
                "~" => "∼",
                "`" => "ˋ",
                "_" when StandsAlone(harmless, elements.ElementIndex) => "\u2060_\u2060",
                var other => other,
            };
            if (escaped.Length + element.Length > most - 1 && escaped.Length + element.Length + Rest(harmless, elements) > most) return escaped.Append('…').ToString();
            escaped.Append(element);
        }

        return escaped.ToString();
    }

    private string Piece(Inline part, int most) => part switch
    {
        Inline.Text text => Lead(text.Value) + Escape(text.Value, most - 2) + Trail(text.Value),
        Inline.Strong strong => OutsideText.Clean(strong.Value).Length == 0 ? "" : $"*{Escape(strong.Value, most - 2)}*",
        Inline.Code code => $"`{Escape(code.Value, most - 2)}`",
        Inline.Person person => UserId(person.Id) is { } id ? $"<@{id}>" : Escape(person.Id, most),
        Inline.Group group => GroupId(group.Id) is { } id ? $"<!subteam^{id}>" : Escape(group.Id, most),
        Inline.When time => FormattableString.Invariant($"<!date^{time.At.ToUnixTimeSeconds()}^{{date_short_pretty}} {{time}}|{time.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC>"),
        Inline.Link link => $"<{link.To.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal)}|{Escape(link.Label, most)}>",
        _ => throw new InvalidOperationException($"nobody writes {part.GetType().Name}"),
    };

    /// <summary>Cleaning takes away the spaces between two parts of a sentence.</summary>
    private static string Lead(string text) => text.StartsWith(' ') && text.Length > 1 ? " " : "";

    private static string Trail(string text) => text.EndsWith(' ') ? " " : "";

    private static int Rest(string text, TextElementEnumerator elements) => text.Length - elements.ElementIndex - elements.GetTextElement().Length > 0 ? 1 : 0;

    /// <summary>An underscore inside a word formats nothing, and identifiers have many.</summary>
    private static bool StandsAlone(string text, int at) =>
        at == 0 || at == text.Length - 1 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at + 1]);

    private string? UserId(string id) => Users.TryGetValue(id, out var known) ? known : UserIdShape().IsMatch(id) ? id : null;

    private string? GroupId(string id) => Groups.TryGetValue(id, out var known) ? known : GroupIdShape().IsMatch(id) ? id : null;

    [GeneratedRegex("^[UW][A-Z0-9]{2,20}$", RegexOptions.None, 1000)]
    private static partial Regex UserIdShape();

    [GeneratedRegex("^S[A-Z0-9]{2,20}$", RegexOptions.None, 1000)]
    private static partial Regex GroupIdShape();

    [GeneratedRegex(":[a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*:", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex EmojiName();
}

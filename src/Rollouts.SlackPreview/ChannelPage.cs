using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollouts.SlackPreview;

/// <summary>A channel as a web page, roughly as Slack shows it on a phone; buttons click, modals open.</summary>
internal static partial class ChannelPage
{
    private const string Style = """
        body{font:15px/1.46 Lato,system-ui,sans-serif;margin:0;background:#f4f2ee;color:#1d1c1d}main{max-width:640px;margin:0 auto;background:#fff;min-height:100vh;padding:0 12px 60px}
        nav{position:sticky;top:0;background:#4a154b;color:#fff;margin:0 -12px;padding:8px 12px;z-index:1}nav a{color:#fff;margin-right:12px}nav .here{font-weight:700;text-decoration:none}
        .m{border-top:1px solid #eee;padding:10px 0}.m.reply{margin-left:32px}.m.private{background:#fdf6e3;padding-left:8px;border-left:3px solid #e8a723}.who{font-weight:900}.at{color:#616061;font-size:12px}
        h3{margin:4px 0;font-size:18px}.s{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0}.c{color:#616061;font-size:12px;margin:4px 0}code{background:#f6f6f6;border:1px solid #ddd;border-radius:3px;color:#e01e5a;padding:1px 3px;font-size:12px}
        form.b{display:inline}button{font:inherit;font-weight:700;background:#fff;border:1px solid #bbb;border-radius:4px;padding:5px 12px;margin:2px 6px 2px 0}button.primary{background:#007a5a;color:#fff;border-color:#007a5a}button.danger{background:#e01e5a;color:#fff;border-color:#e01e5a}
        .at-person{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}dialog{max-width:560px;border:1px solid #bbb;border-radius:8px}label{display:block;font-weight:700;margin:8px 0 2px}textarea,input{width:100%;box-sizing:border-box;font:inherit}.cmd{position:fixed;bottom:0;left:0;right:0;background:#fff;border-top:1px solid #ddd;padding:8px}.cmd form{max-width:640px;margin:0 auto;display:flex;gap:6px}.cmd select{font:inherit}
        """;

    private static readonly Dictionary<string, string> Emoji = new(StringComparer.Ordinal)
    {
        [":white_check_mark:"] = "✅", [":x:"] = "❌", [":grey_question:"] = "❔", [":heavy_minus_sign:"] = "➖", [":hourglass_flowing_sand:"] = "⏳", [":white_large_square:"] = "⬜",
    };

    public static string Html(Workspace workspace, string channel, string user)
    {
        var page = new StringBuilder($"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\"><title>#{Text(workspace.Channels[channel])}</title><style>{Style}</style><main><nav>");
        foreach (var (id, name) in workspace.Channels) page.Append(CultureInfo.InvariantCulture, $"<a {(id == channel ? "class=here " : "")}href=\"/channels/{id}?as={Uri.EscapeDataString(user)}\">#{Text(name)}</a>");
        page.Append("</nav>");
        var messages = workspace.Messages.Where(message => message.Channel == channel && (message.OnlyFor is null || message.OnlyFor == user)).ToArray();
        foreach (var message in messages.Where(message => message.Thread is null))
        {
            Message(page, workspace, message, user);
            foreach (var reply in messages.Where(reply => reply.Thread == message.Timestamp)) Message(page, workspace, reply, user);
        }

        foreach (var view in workspace.Views.Where(view => view.User == user)) View(page, workspace, view, channel);
        page.Append(CultureInfo.InvariantCulture, $"<div class=cmd><form method=post action=\"/type/{channel}\"><select name=user onchange=\"location='?as='+this.value\">");
        foreach (var each in workspace.Users.Values.Where(each => !each.IsBot)) page.Append(CultureInfo.InvariantCulture, $"<option value=\"{Text(each.Id)}\"{(each.Id == user ? " selected" : "")}>{Text(each.Name)}</option>");
        return page.Append("</select><input name=text placeholder=\"/rollout status\"><button>Send</button></form></div></main></html>").ToString();
    }

    private static void Message(StringBuilder page, Workspace workspace, PreviewMessage message, string user)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds((long)(double.Parse(message.Timestamp, CultureInfo.InvariantCulture) * 1000));
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"m{(message.Thread is null ? "" : " reply")}{(message.OnlyFor is null ? "" : " private")}\" id=\"m{message.Timestamp.Replace('.', '-')}\"><span class=who>rollouts</span> <span class=at>{at:HH:mm:ss}{(message.Edited ? " (edited)" : "")}{(message.OnlyFor is null ? "" : " · only visible to you")}</span>");
        if (message.Blocks.Count == 0) page.Append(CultureInfo.InvariantCulture, $"<div class=s>{Mrkdwn(workspace, message.Text)}</div>");
        foreach (var block in message.Blocks.OfType<JsonObject>()) Block(page, workspace, block, message, user);
        page.Append("</div>");
    }

    private static void Block(StringBuilder page, Workspace workspace, JsonObject block, PreviewMessage? message, string user)
    {
        switch ((string?)block["type"])
        {
            case "header":
                page.Append(CultureInfo.InvariantCulture, $"<h3>{Text((string?)block["text"]?["text"])}</h3>");
                break;
            case "section":
                page.Append(CultureInfo.InvariantCulture, $"<div class=s>{Mrkdwn(workspace, (string?)block["text"]?["text"])}</div>");
                break;
            case "context":
                foreach (var element in (JsonArray)block["elements"]!) page.Append(CultureInfo.InvariantCulture, $"<div class=c>{Mrkdwn(workspace, (string?)element?["text"])}</div>");
                break;
            case "actions":
                foreach (var button in ((JsonArray)block["elements"]!).OfType<JsonObject>())
                    page.Append(CultureInfo.InvariantCulture, $"<form class=b method=post action=\"/click/{message!.Channel}/{message.Timestamp}\"><input type=hidden name=user value=\"{Text(user)}\"><button name=action class=\"{Text((string?)button["style"])}\" value=\"{Text((string?)button["action_id"])}\">{Text((string?)button["text"]?["text"])}</button></form>");
                break;
            case "input":
                var id = Text((string?)block["block_id"]);
                page.Append(CultureInfo.InvariantCulture, $"<label for=\"{id}\">{Text((string?)block["label"]?["text"])}{((bool?)block["optional"] == true ? " (optional)" : "")}</label><textarea id=\"{id}\" name=\"{id}\" rows=2></textarea>");
                break;
        }
    }

    private static void View(StringBuilder page, Workspace workspace, PreviewView view, string channel)
    {
        page.Append(CultureInfo.InvariantCulture, $"<dialog open><form method=post action=\"/submit/{channel}/{view.Id}\"><h3>{Text((string?)view.View["title"]?["text"])}</h3>");
        foreach (var block in ((JsonArray)view.View["blocks"]!).OfType<JsonObject>()) Block(page, workspace, block, null, view.User);
        if (view.View["submit"] is { } submit) page.Append(CultureInfo.InvariantCulture, $"<button class=primary>{Text((string?)submit["text"])}</button>");
        page.Append("<button name=close value=1 formnovalidate>Close</button></form></dialog>");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>Slack's three escapes are HTML's too: what is left in angle brackets is Slack's own.</summary>
    private static string Mrkdwn(Workspace workspace, string? text)
    {
        var html = Angle().Replace(text ?? "", match => Special(workspace, match.Value[1..^1]));
        html = Bold().Replace(html, match => $"<b>{match.Value[1..^1]}</b>");
        html = CodeSpan().Replace(html, match => $"<code>{match.Value[1..^1]}</code>");
        return Emoji.Aggregate(html, (shown, emoji) => shown.Replace(emoji.Key, emoji.Value, StringComparison.Ordinal));
    }

    private static string Special(Workspace workspace, string inside)
    {
        var (target, label) = inside.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? (inside[..bar], inside[(bar + 1)..]) : (inside, inside);
        return target switch
        {
            _ when target.StartsWith('@') => $"<span class=at-person>@{Text(workspace.Users.GetValueOrDefault(target[1..])?.Name ?? target[1..])}</span>",
            _ when target.StartsWith("!subteam^", StringComparison.Ordinal) => $"<span class=at-person>@{Text(target["!subteam^".Length..])}</span>",
            _ when target.StartsWith("!date^", StringComparison.Ordinal) => Text(WebUtility.HtmlDecode(label)),
            _ when target.StartsWith('!') => $"<span class=at-person>@{Text(target[1..])}</span>",
            _ when target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("http://", StringComparison.Ordinal) => $"<a href=\"{Text(WebUtility.HtmlDecode(target))}\">{Text(WebUtility.HtmlDecode(label))}</a>",
            _ => Text(inside),
        };
    }

    [GeneratedRegex("<[^<>]+>", RegexOptions.None, 1000)]
    private static partial Regex Angle();

    [GeneratedRegex(@"(?<![\w*])\*[^*\n]+\*(?![\w*])", RegexOptions.None, 1000)]
    private static partial Regex Bold();

    [GeneratedRegex("`[^`\n]+`", RegexOptions.None, 1000)]
    private static partial Regex CodeSpan();
}

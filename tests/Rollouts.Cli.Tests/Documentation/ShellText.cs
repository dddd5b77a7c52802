using System.Text;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>Reads as much of a shell's language as our pages and workflows use: commands with their words, without what they are piped into files.</summary>
internal static class ShellText
{
    private static readonly HashSet<string> Separators = new(StringComparer.Ordinal) { "|", "&", ";", "\n", "(", ")", "{", "}", "do", "done", "then", "fi", "else", "!", "$(" };

    /// <summary>The commands in their order, each without assignments before it and redirections behind it.</summary>
    public static IReadOnlyList<string[]> Commands(string text)
    {
        var commands = new List<string[]>();
        var words = new List<string>();
        var skip = false;
        foreach (var word in Words(text).Append("\n"))
        {
            if (Separators.Contains(word))
            {
                if (words.Count > 0) commands.Add([.. words]);
                words.Clear();
                skip = false;
            }
            else if (skip) skip = false;
            else if (word is ">" or "<" or "2>") skip = true;
            else if (words.Count > 0 || !IsAssignment(word)) words.Add(word);
        }

        return commands;
    }

    /// <summary>The arguments of every call of the command line among the commands.</summary>
    public static IEnumerable<string[]> Calls(string text) => Commands(text).Select(Arguments).OfType<string[]>();

    private static string[]? Arguments(string[] command)
    {
        if (command is ["dotnet", "run", ..] && Array.IndexOf(command, "--project") is > 0 and var project && command[project + 1].TrimEnd('/').EndsWith("src/Rollouts.Cli", StringComparison.Ordinal))
            return Array.IndexOf(command, "--") is > 0 and var dashes ? command[(dashes + 1)..] : [];
        if (command is ["docker", "exec", ..]) return Array.IndexOf(command, "rollout") is > 0 and var inside ? command[(inside + 1)..] : null;
        return command[0] == "rollout" || command[0].EndsWith("/rollout", StringComparison.Ordinal) ? command[1..] : null;
    }

    private static bool IsAssignment(string word) => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && word[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                if (text[++i] != '\n') word.Append(text[i]);
            }
            else if (c is '\'' or '"')
            {
                var end = text.IndexOf(c, i + 1);
                if (end < 0) end = text.Length;
                word.Append(text, i + 1, end - i - 1);
                (quoted, i) = (true, end);
            }
            else if (c == '$' && i + 1 < text.Length && text[i + 1] == '(')
            {
                if (word.Length > 0) yield return word.ToString();
                word.Clear();
                i++;
                yield return "$(";
            }
            else if (c is ' ' or '\t' or '\n' or ';' or '|' or '&' or '(' or ')' or '<' or '>')
            {
                var before = word.ToString();
                var errors = c == '>' && before == "2";
                if (!errors && (word.Length > 0 || quoted)) yield return before;
                word.Clear();
                quoted = false;
                if (c is ' ' or '\t') continue;
                if (errors && text.AsSpan(i).StartsWith(">&1")) i += 2;
                else if (errors) yield return "2>";
                if (errors) continue;
                if (i + 1 < text.Length && text[i + 1] == c && c is '|' or '&' or '>' or '<') i++;
                yield return c.ToString();
            }
            else if (c == '#' && word.Length == 0 && !quoted)
            {
                i = text.IndexOf('\n', i) is >= 0 and var line ? line - 1 : text.Length;
            }
            else word.Append(c);
        }

        if (word.Length > 0 || quoted) yield return word.ToString();
    }
}

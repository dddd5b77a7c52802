using System.Collections.Immutable;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Reads a selector as PromQL writes it: a name, then matchers in braces. Functions and ranges are not for text pages.</summary>
internal ref struct SelectorReader(string text)
{
    private readonly string text = text;
    private int at;

    public Selector Read()
    {
        var name = Name();
        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        Blanks();
        if (Takes("{"))
        {
            Blanks();
            while (!Takes("}"))
            {
                matchers.Add(Matcher());
                Blanks();
                if (!Takes(",") && (at == text.Length || text[at] != '}')) throw Bad("a matcher is followed by neither , nor }");
                Blanks();
            }
        }

        Blanks();
        return at == text.Length ? new(name, matchers.ToImmutable()) : throw Bad("a selector is a name with matchers in braces and nothing else");
    }

    private LabelMatcher Matcher()
    {
        var label = Name();
        Blanks();
        var comparison = Takes("=~") ? "=~" : Takes("!~") ? "!~" : Takes("!=") ? "!=" : Takes("=") ? "=" : throw Bad("expected =, !=, =~ or !~");
        Blanks();
        var value = Quoted();
        try
        {
            return new(label, comparison, value);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{value}' is not a regular expression that can be used here", e);
        }
    }

    private string Name()
    {
        Blanks();
        var start = at;
        while (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] is '_' or ':' || (at > start && char.IsAsciiDigit(text[at])))) at++;
        return at > start ? text[start..at] : throw Bad("expected a name");
    }

    private string Quoted()
    {
        var quote = Takes("\"") ? '"' : Takes("'") ? '\'' : throw Bad("expected a quoted value");
        var value = new StringBuilder();
        while (at < text.Length)
        {
            var next = text[at++];
            if (next == quote) return value.ToString();
            if (next != '\\')
            {
                value.Append(next);
                continue;
            }

            value.Append(at == text.Length ? throw Bad("the value is not closed") : text[at++] switch
            {
                'n' => '\n',
                't' => '\t',
                '\\' => '\\',
                '"' => '"',
                '\'' => '\'',
                var other => throw Bad($@"\{other} is no escape; a backslash is written \\"),
            });
        }

        throw Bad("the value is not closed");
    }

    private void Blanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private bool Takes(string wanted)
    {
        if (string.CompareOrdinal(text, at, wanted, 0, wanted.Length) != 0) return false;
        at += wanted.Length;
        return true;
    }

    private readonly FormatException Bad(string what) => new($"'{text}' is not a selector: {what} (at column {at + 1})");
}

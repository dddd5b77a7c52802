using System.Globalization;
using Spectre.Console;

namespace Rollouts.Cli.Pages;

/// <summary>A line of text with colours. What is filled in is only ever text: it can neither colour anything nor steer the terminal.</summary>
internal readonly struct Phrase
{
    private readonly string? markup;

    private Phrase(string markup) => this.markup = markup;

    public static Phrase Empty => default;

    /// <summary>The phrase with its colours, as Spectre.Console writes them.</summary>
    public string Rich => markup ?? "";

    public string Plain => Markup.Remove(Rich);

    public bool IsEmpty => Rich.Length == 0;

    /// <summary>Colours stand in the text, <c>[green]{x}[/]</c>; phrases that are filled in keep theirs.</summary>
    public static Phrase Of(FormattableString text)
    {
        var filled = text.GetArguments().Select(argument => argument is Phrase phrase ? phrase.Rich : Escaped(argument)).ToArray();
        return new(string.Format(CultureInfo.InvariantCulture, text.Format, filled));
    }

    public static implicit operator Phrase(string? text) => new(Escaped(text));

    public static Phrase Join(string between, IEnumerable<Phrase> phrases) => new(string.Join(Escaped(between), phrases.Select(phrase => phrase.Rich)));

    public override string ToString() => Plain;

    /// <summary>Text without what could steer a terminal: control characters, and marks that turn the direction of writing.</summary>
    public static string Safe(string text, bool keepLines = false) => string.Concat(text.Select(c => c switch
    {
        '\n' when keepLines => c,
        '\n' or '\r' or '\t' => ' ',
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => '?',
        _ => char.IsControl(c) ? '?' : c,
    }));

    private static string Escaped(object? value) => Markup.Escape(Safe(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
}

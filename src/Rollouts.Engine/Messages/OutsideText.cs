using System.Globalization;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Text that came from outside, made harmless for every channel: one line, no control or invisible characters, its direction its own.</summary>
public static class OutsideText
{
    /// <summary>More of one text is never shown.</summary>
    public const int Longest = 3000;

    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, Longest) + 2);
        var rightToLeft = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest)
            {
                clean.Append('…');
                break;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse) continue;
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator)
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
                continue;
            }

            rightToLeft |= IsRightToLeft(rune.Value);
            clean.Append(rune);
        }

        var line = clean.ToString().TrimEnd(' ');
        return rightToLeft ? $"\u2068{line}\u2069" : line;
    }

    /// <summary>At most so many characters, cut between text elements.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && elements.ElementIndex + elements.GetTextElement().Length < most) end = elements.ElementIndex + elements.GetTextElement().Length;
        return text[..end] + "…";
    }

    private static bool IsRightToLeft(int rune) => rune is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}

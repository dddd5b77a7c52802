namespace Rollouts.FeatureFilters;

/// <summary>Texts with <c>*</c> for any characters, none included; nothing else is special.</summary>
internal static class Wildcard
{
    /// <remarks>Each part between stars is taken where it stands first, so that the time is bounded by the product of the lengths.</remarks>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, StringComparison comparison)
    {
        var star = pattern.IndexOf('*');
        if (star < 0) return pattern.Equals(text, comparison);
        if (!text.StartsWith(pattern[..star], comparison)) return false;
        text = text[star..];
        pattern = pattern[(star + 1)..];
        while ((star = pattern.IndexOf('*')) >= 0)
        {
            var found = text.IndexOf(pattern[..star], comparison);
            if (found < 0) return false;
            text = text[(found + star)..];
            pattern = pattern[(star + 1)..];
        }

        return text.EndsWith(pattern, comparison);
    }
}

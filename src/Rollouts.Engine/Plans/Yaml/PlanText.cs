using System.Text;

namespace Rollouts.Engine;

/// <summary>Plans are UTF-8 text of a bearable size. Anything else is refused before a YAML parser sees it.</summary>
internal static class PlanText
{
    public const string NotUtf8 = "this is not UTF-8 text";
    public const string SaveAsUtf8 = "save the plan as UTF-8";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null when the bytes are not UTF-8, with the place of the first that is not.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, out Place fault)
    {
        fault = Place.Start;
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Clamp(e.Index, 0, bytes.Length)];
            var lineStart = before.LastIndexOf((byte)'\n') + 1;
            fault = new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
            return null;
        }
    }

    public static (Place Place, string Message, string? Hint)? Refusal(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) is var size && size > YamlTree.LargestBytes)
            return (Place.Start, FormattableString.Invariant($"the plan has {size:N0} bytes"), FormattableString.Invariant($"a plan has at most {YamlTree.LargestBytes:N0}"));
        var (line, column) = (1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '\uFFFD' || char.IsSurrogate(letter) && !IsPair(text, i)) return (new(line, column), NotUtf8, SaveAsUtf8);
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t' or '\u0085'))
                return (new(line, column), FormattableString.Invariant($"a control character (U+{(int)letter:X4}) stands here"), "a plan is plain text");
            (line, column) = letter == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return null;
    }

    private static bool IsPair(string text, int at) =>
        char.IsHighSurrogate(text[at]) ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) : at > 0 && char.IsHighSurrogate(text[at - 1]);
}

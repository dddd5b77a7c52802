using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Local;

/// <summary>A name from outside as the name of a file or folder: two names never share one, on file systems without case neither.</summary>
internal static class FileName
{
    private const int Longest = 120;

    /// <summary>Lower-case letters, digits, <c>-</c>, <c>_</c> and inner dots stay; all else is written <c>%</c> and its hexadecimal UTF-8.</summary>
    /// <remarks>A long name is cut and marked with <c>~</c> and its hash.</remarks>
    public static string Of(string name)
    {
        if (name.Length == 0) throw new ArgumentException("a name cannot be empty", nameof(name));
        var text = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            var character = (char)unit;
            var plain = char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_'
                || (character == '.' && text.Length > 0);
            if (plain) text.Append(character);
            else text.Append('%').Append(unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        if (text[^1] == '.') text.Replace(".", "%2E", text.Length - 1, 1);
        if (IsDevice(text.ToString())) text.Remove(0, 1).Insert(0, $"%{(int)name[0]:X2}");
        if (text.Length <= Longest) return text.ToString();
        return $"{text.ToString(0, Longest - 33)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32]}";
    }

    /// <summary>The name behind a file name that is not cut.</summary>
    public static string Back(string file) => Uri.UnescapeDataString(file);

    public static bool IsCut(string file) => file.Contains('~', StringComparison.Ordinal);

    /// <summary>Names that Windows keeps for devices, with any extension.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0];
        return stem is "con" or "prn" or "aux" or "nul" || (stem.Length == 4 && stem[..3] is "com" or "lpt" && char.IsAsciiDigit(stem[3]));
    }
}

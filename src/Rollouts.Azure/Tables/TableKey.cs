using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Azure;

/// <summary>Names as table keys: readable, told apart exactly, without the characters that keys forbid, at most 1 KiB.</summary>
internal static class TableKey
{
    private const int Longest = 300;

    /// <summary>Letters, digits, dot, hyphen and underscore stay; every other byte of the UTF-8 form becomes <c>~XX</c>. What is too long ends in its hash.</summary>
    public static string Of(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'.' or (byte)'-' or (byte)'_') key.Append((char)unit);
            else key.Append('~').Append(unit.ToString("X2", CultureInfo.InvariantCulture));
        }

        return key.Length <= Longest ? key.ToString() : key.ToString(0, Longest - 66) + "~~" + HashOf(name);
    }

    /// <summary>SHA-256 as 64 hexadecimal digits.</summary>
    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}

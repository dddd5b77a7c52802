using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Names an address in records: without its secrets, and still told apart from one that differs only in them.</summary>
internal static class SafeName
{
    public static string Of(Uri uri)
    {
        var shown = OutboundHttp.Describe(uri);
        return uri.Query.Length == 0 && uri.UserInfo.Length == 0
            ? shown
            : $"{shown}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uri.OriginalString)))[..8]}";
    }
}

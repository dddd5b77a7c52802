using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Names what a metric asks, so that a record of a decision shows when the question was another one.</summary>
public static class QueryHash
{
    /// <summary>The first 16 hex digits of the SHA-256 over the names and texts of the query's parts, as the plan writes them.</summary>
    /// <remarks>Windows and scopes are not in it: they are in the reading's key and start.</remarks>
    public static string Of(Metric metric)
    {
        var text = string.Join('\n', metric.Query.Select(part => $"{part.Key}\0{part.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}

using System.Text.RegularExpressions;

namespace Rollouts.Engine;

/// <summary>Values of attributes, as words in lower case: <c>waiting_for_people</c>, <c>no_data</c>.</summary>
internal static partial class MetricWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.Known[value];

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Known = Enum.GetValues<T>().ToDictionary(value => value, value => Hump().Replace(value.ToString(), "_").ToLowerInvariant());
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex Hump();
}

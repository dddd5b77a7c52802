namespace Rollouts.Engine;

/// <summary>Whether two plans mean the same source: by kind and options, whatever they call it.</summary>
internal static class SourceIdentity
{
    public static string Of(MetricSource source) =>
        source.Kind + "\n" + string.Join('\n', source.Options.Select(option => $"{option.Key}={option.Value}"));
}

namespace Rollouts.Engine;

/// <summary>The option <c>url</c> that every source over HTTP has.</summary>
public static class SourceUrl
{
    /// <exception cref="FormatException">The option is missing or no http address.</exception>
    public static Uri Of(MetricSource source)
    {
        if (!source.Options.TryGetValue("url", out var text)) throw new FormatException($"the source '{source.Name}' has no url");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new FormatException($"the url of the source '{source.Name}' is not an http or https address");
    }
}

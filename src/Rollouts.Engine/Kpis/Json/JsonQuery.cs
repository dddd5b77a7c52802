namespace Rollouts.Engine;

/// <summary>A query of a JSON source: <c>path?query -> /json/pointer</c>, or a pointer alone into what the source's url gives.</summary>
/// <remarks>
/// In path and pointer <c>$window</c> becomes the window in whole seconds and <c>$scope</c> the member or channel, escaped for its place; it is
/// empty for the whole launch.
/// </remarks>
/// <param name="Address">Where to get the document.</param>
/// <param name="Pointer">Where in it the value is (RFC 6901).</param>
public sealed record JsonQuery(Uri Address, JsonPointer Pointer)
{
    /// <exception cref="FormatException">The text is not of that form, lacks a place that the question needs, or leaves the source's host.</exception>
    public static JsonQuery Of(Uri url, Metric metric, string template, ReadingKey key, KpiWindow window)
    {
        var scope = key.Scope == ReadingKey.Baseline ? "" : key.Scope;
        if (scope.Length > 0 && !template.Contains("$scope", StringComparison.Ordinal))
            throw new FormatException($"the query of '{metric.Name}' has no $scope to read '{scope}' by");

        var seconds = Math.Max(1, Math.Floor(window.Length.TotalSeconds)).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        var text = template.Replace("$window", seconds, StringComparison.Ordinal);
        var arrow = text.LastIndexOf("->", StringComparison.Ordinal);
        var pointer = (arrow < 0 ? text : text[(arrow + 2)..]).Trim();
        return new(
            arrow < 0 ? url : AddressOf(url, metric, text[..arrow].Trim().Replace("$scope", Uri.EscapeDataString(scope), StringComparison.Ordinal)),
            JsonPointer.Parse(pointer, token => token.Replace("$scope", scope, StringComparison.Ordinal)));
    }

    /// <summary>A path that begins with a slash stands below the host, another one below the url.</summary>
    private static Uri AddressOf(Uri url, Metric metric, string path)
    {
        var below = url.AbsolutePath.EndsWith('/') ? url : new UriBuilder(url) { Path = url.AbsolutePath + "/", Query = "" }.Uri;
        return Uri.TryCreate(below, path, out var address) && address.Authority == url.Authority && address.Scheme == url.Scheme
            ? address
            : throw new FormatException($"the query of '{metric.Name}' must name a path of the source's own host");
    }
}

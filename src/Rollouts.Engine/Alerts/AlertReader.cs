using System.Collections.Immutable;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>Reads the webhook deliveries of monitoring systems: one input for each alert, with the delivery key as its id.</summary>
public static class AlertReader
{
    /// <summary>The names of the sources, as the address of the webhook has them.</summary>
    public static ImmutableArray<string> Sources { get; } = [.. AlertSource.All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The largest delivery of a source that is read, in bytes; null for a source that nobody reads.</summary>
    public static int? LimitOf(string source) => AlertSource.All.GetValueOrDefault(source)?.Limit;

    /// <param name="source">One that is read.</param>
    /// <param name="now">When the delivery was accepted.</param>
    public static AlertReading Read(string source, ReadOnlyMemory<byte> body, AlertSettings settings, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 32 });
            return AlertSource.All[source].Read(new AlertJson(document.RootElement, ""), settings, now);
        }
        catch (JsonException problem)
        {
            return new AlertReading.Faulty("the body is not JSON: " + problem.Message);
        }
        catch (FormatException problem)
        {
            return new AlertReading.Faulty(problem.Message);
        }
    }
}

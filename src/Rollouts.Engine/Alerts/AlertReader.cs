using System.Collections.Immutable;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>Reads the webhook deliveries of monitoring systems: one input for each alert, with the delivery key as its id.</summary>
public static class AlertReader
{
    /// <summary>The largest delivery that any of the sources sends.</summary>
    public const int Limit = 256 * 1024;

    private static readonly Dictionary<string, Func<AlertJson, DateTimeOffset, IEnumerable<RoutedAlert>>> Sources = new(StringComparer.Ordinal)
    {
        [AlertmanagerDelivery.Source] = AlertmanagerDelivery.Read,
        [AzureMonitorDelivery.Source] = AzureMonitorDelivery.Read,
    };

    /// <summary>The names of the sources, as the address of the webhook has them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Sources.Keys.Order(StringComparer.Ordinal)];

    /// <param name="now">When the delivery was accepted.</param>
    public static AlertReading Read(string source, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        if (!Sources.TryGetValue(source, out var read)) return new AlertReading.UnknownSource();
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 32 });
            return new AlertReading.Sound([.. read(new AlertJson(document.RootElement, ""), now)]);
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

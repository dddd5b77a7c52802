using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>The documents of one reading, each got once.</summary>
internal sealed class JsonPages(OutboundHttp http, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<JsonElement>>> pages = new(StringComparer.Ordinal);

    /// <summary>The value that a query names; null when there is none.</summary>
    /// <exception cref="OutboundException">The document could not be read.</exception>
    /// <exception cref="FormatException">It is no JSON, or the value no number.</exception>
    public async Task<double?> ValueAsync(JsonQuery query)
    {
        var page = await pages.GetOrAdd(query.Address.AbsoluteUri, _ => new(() => GetAsync(query.Address))).Value;
        return JsonNumber.Of(query.Pointer.In(page), query.Pointer);
    }

    private async Task<JsonElement> GetAsync(Uri address)
    {
        var answer = await http.GetAsync(address, "application/json", cancellation);
        if (answer.Status != HttpStatusCode.OK) throw new OutboundException($"{OutboundHttp.Describe(address)} answered {(int)answer.Status}");
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new FormatException($"{OutboundHttp.Describe(address)} is not JSON (line {e.LineNumber + 1})", e);
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Rollouts.Engine;

/// <summary>The calls of one reading of one server: each query once, a few at a time, and none after the server proved unreachable.</summary>
internal sealed class PrometheusCalls(Uri url, OutboundHttp http, CancellationToken cancellation) : IDisposable
{
    private const int AtATime = 4;

    private readonly ConcurrentDictionary<(string Text, DateTimeOffset At), Lazy<Task<PrometheusAnswer>>> answers = new();
    private readonly SemaphoreSlim places = new(AtATime);
    private OutboundException? unreachable;

    /// <exception cref="OutboundException">The server could not be read.</exception>
    /// <exception cref="FormatException">It answered with an error.</exception>
    public Task<PrometheusAnswer> AskAsync(PrometheusQuery query) =>
        answers.GetOrAdd((query.Text, query.At), _ => new(() => CallAsync(query))).Value;

    public void Dispose() => places.Dispose();

    private async Task<PrometheusAnswer> CallAsync(PrometheusQuery query)
    {
        await places.WaitAsync(cancellation);
        try
        {
            if (unreachable is not null) throw new OutboundException(unreachable.Message, unreachable);
            var answer = await http.GetAsync(AddressOf(query), "application/json", cancellation);
            // A query it cannot carry out is answered with 400, 422 or 503 and the reason in the usual form.
            return answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.ServiceUnavailable
                ? Parse(answer)
                : throw new FormatException($"{OutboundHttp.Describe(url)} answered {(int)answer.Status}");
        }
        catch (OutboundException e)
        {
            unreachable = e;
            throw;
        }
        finally
        {
            places.Release();
        }
    }

    private PrometheusAnswer Parse(OutboundAnswer answer)
    {
        try
        {
            return PrometheusAnswer.Parse(answer.Body);
        }
        catch (FormatException e) when (answer.Status != HttpStatusCode.OK)
        {
            throw new FormatException($"{OutboundHttp.Describe(url)} answered {(int)answer.Status}; {e.Message}", e);
        }
    }

    private Uri AddressOf(PrometheusQuery query)
    {
        const string Path = "/api/v1/query";
        var address = new UriBuilder(url);
        if (!address.Path.EndsWith(Path, StringComparison.Ordinal)) address.Path = address.Path.TrimEnd('/') + Path;
        var time = (query.At.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
        address.Query = $"{(address.Query.Length > 1 ? address.Query[1..] + "&" : "")}query={Uri.EscapeDataString(query.Text)}&time={time}";
        return address.Uri;
    }
}

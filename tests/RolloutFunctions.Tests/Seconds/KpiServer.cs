using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Outer.Servers;

namespace RolloutFunctions.Tests;

/// <summary>A server with the Prometheus query API whose answers a test sets, by the name that a query begins with.</summary>
internal sealed class KpiServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, double> values = new(StringComparer.Ordinal);
    private int asked;

    public KpiServer()
    {
        Address = new($"http://127.0.0.1:{FreePorts.Take(1)[0]}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public int Asked => asked;

    public double this[string query]
    {
        set => values[query] = value;
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                Interlocked.Increment(ref asked);
                var query = (context.Request.QueryString["query"] ?? "").Split('[')[0];
                var result = values.TryGetValue(query, out var value) ? string.Create(CultureInfo.InvariantCulture, $$"""{"metric":{},"value":[0,"{{value}}"]}""") : "";
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"vector","result":[{{{result}}}]}}"""));
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // A caller was killed in the middle of its question, or the test is over.
                continue;
            }
        }
    }
}

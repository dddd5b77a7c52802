using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Rollouts.Engine;

/// <param name="Timeout">For the whole answer, body included.</param>
/// <param name="MaxBytes">Of the body, unpacked.</param>
public sealed record OutboundLimits(TimeSpan Timeout, int MaxBytes)
{
    public static OutboundLimits Default { get; } = new(TimeSpan.FromSeconds(5), 4 * 1024 * 1024);
}

/// <summary>What a host answered; any status but a redirect.</summary>
/// <param name="RetryAfter">How long the host asks to be left alone; null where it does not say.</param>
public sealed record OutboundAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null);

/// <summary>HTTP to allowed hosts only, with a limit on time and size.</summary>
public sealed class OutboundHttp : IDisposable
{
    private readonly OutboundLimits limits;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    public OutboundHttp(AllowedHosts hosts, OutboundLimits limits, TimeProvider time)
    {
        this.limits = limits;
        this.time = time;
        client = new(new AllowedHostsHandler(hosts)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="OutboundException">The host is not allowed, could not be reached, answered too late or too much, or redirects.</exception>
    public async Task<OutboundAnswer> GetAsync(Uri uri, string accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        return await SendAsync(uri, request, cancellation);
    }

    /// <summary>Posts JSON.</summary>
    /// <param name="key">The idempotency key: the receiver can tell a repeated call by it.</param>
    /// <exception cref="OutboundException">As for <see cref="GetAsync"/>; whether the call was received is then unknown.</exception>
    public async Task<OutboundAnswer> PostAsync(Uri uri, string json, string key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await SendAsync(uri, request, cancellation);
    }

    /// <summary>Posts a text of any kind with headers.</summary>
    /// <exception cref="OutboundException">As for <see cref="GetAsync"/>; whether the call was received is then unknown.</exception>
    public async Task<OutboundAnswer> PostAsync(Uri uri, string text, string mediaType, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await SendAsync(uri, request, cancellation);
    }

    /// <summary>The address as messages and records may show it: without user, password and query.</summary>
    public static string Describe(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public void Dispose() => client.Dispose();

    private async Task<OutboundAnswer> SendAsync(Uri uri, HttpRequestMessage request, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(limits.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new(response.StatusCode, await ReadBodyAsync(uri, response, either.Token), RetryAfterOf(response));
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new OutboundException($"{Describe(uri)} did not answer within {Span.Text(limits.Timeout)}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var why = e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known
                ? known.HttpRequestError.ToString()
                : "the connection broke";
            throw new OutboundException($"{Describe(uri)} could not be read ({why})", e);
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(Uri uri, HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > limits.MaxBytes) throw new OutboundException($"{Describe(uri)} answered more than {limits.MaxBytes} bytes");
            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}

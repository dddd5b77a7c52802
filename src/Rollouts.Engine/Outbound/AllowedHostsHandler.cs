namespace Rollouts.Engine;

/// <summary>The one door out: sends only to allowed hosts, and follows no redirect, which would lead past the list.</summary>
public sealed class AllowedHostsHandler : DelegatingHandler
{
    private readonly AllowedHosts hosts;

    public AllowedHostsHandler(AllowedHosts hosts)
        : base(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }) => this.hosts = hosts;

    /// <exception cref="OutboundException">The host is not allowed, or the answer is a redirect.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new OutboundException("the request has no address");
        if (!hosts.Allows(uri)) throw new OutboundException($"the host {uri.Host}:{uri.Port} is not one that the configuration allows") { IsRefusal = true };

        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is < 300 or >= 400) return response;
        var target = response.Headers.Location is { } location ? new Uri(uri, location).Authority : "nowhere";
        response.Dispose();
        throw new OutboundException($"{OutboundHttp.Describe(uri)} redirects to {target}; redirects are not followed") { IsRefusal = true };
    }
}

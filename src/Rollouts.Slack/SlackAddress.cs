using Slack.NetStandard;

namespace Rollouts.Slack;

/// <summary>Sends what is meant for Slack's methods to another address: the library knows only one.</summary>
public sealed class SlackAddress(Uri api) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new(api, SlackWebApiClient.ApiBaseAddress.MakeRelativeUri(request.RequestUri!));
        return base.SendAsync(request, cancellationToken);
    }
}

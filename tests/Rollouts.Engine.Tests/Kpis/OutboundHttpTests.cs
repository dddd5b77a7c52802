using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Rollouts.Engine.Tests.Kpis;

public class OutboundHttpTests
{
    [Fact]
    public async Task A_host_that_is_not_allowed_is_named_and_never_called()
    {
        await using var server = await WebServer.StartAsync(context => context.Response.WriteAsync("secret"));
        using var http = new OutboundHttp(new(["example.com"]), OutboundLimits.Default, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<OutboundException>(() => http.GetAsync(server.Url, "text/plain", default));
        Assert.Equal($"the host 127.0.0.1:{server.Url.Port} is not one that the configuration allows", refused.Message);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_target_is_named()
    {
        await using var inside = await WebServer.StartAsync(context => context.Response.WriteAsync("secret"));
        await using var server = await WebServer.StartAsync(context =>
        {
            context.Response.Redirect(inside.Url.ToString());
            return Task.CompletedTask;
        });
        using var http = server.Client();
        var refused = await Assert.ThrowsAsync<OutboundException>(() => http.GetAsync(new(server.Url, "/metrics?token=hunter2"), "text/plain", default));
        Assert.Equal($"{server.Url}metrics redirects to 127.0.0.1:{inside.Url.Port}; redirects are not followed", refused.Message);
        Assert.Equal(0, inside.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_over_the_limit_is_cut_off(bool chunked)
    {
        await using var server = await WebServer.StartAsync(async context =>
        {
            if (!chunked) context.Response.ContentLength = 2000;
            await context.Response.WriteAsync(new string('x', 2000));
        });
        using var http = server.Client(maxBytes: 1999);
        var refused = await Assert.ThrowsAsync<OutboundException>(() => http.GetAsync(server.Url, "text/plain", default));
        Assert.Equal($"{server.Url} answered more than 1999 bytes", refused.Message);
        using var enough = server.Client(maxBytes: 2000);
        Assert.Equal(2000, (await enough.GetAsync(server.Url, "text/plain", default)).Body.Length);
    }

    [Fact]
    public async Task A_packed_answer_counts_as_it_is_unpacked()
    {
        await using var server = await WebServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[1_000_000]);
        });
        using var http = server.Client(maxBytes: 100_000);
        await Assert.ThrowsAsync<OutboundException>(() => http.GetAsync(server.Url, "text/plain", default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_host_is_given_up_also_in_the_middle_of_its_answer(bool midway)
    {
        await using var server = await WebServer.StartAsync(async context =>
        {
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            if (midway) await context.Response.WriteAsync("uploads_total 1");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var http = server.Client(timeout: TimeSpan.FromMilliseconds(300));
        var late = await Assert.ThrowsAsync<OutboundException>(() => http.GetAsync(server.Url, "text/plain", default));
        Assert.Equal($"{server.Url} did not answer within 300ms", late.Message);
    }

    [Fact]
    public async Task A_host_that_is_down_is_an_error_without_secrets()
    {
        Uri url;
        await using (var server = await WebServer.StartAsync(context => context.Response.WriteAsync(""))) url = server.Url;
        using var http = new OutboundHttp(new([url.Authority]), OutboundLimits.Default, TimeProvider.System);
        var down = await Assert.ThrowsAsync<OutboundException>(() => http.GetAsync(new($"http://user:hunter2@{url.Authority}/m?token=hunter2"), "text/plain", default));
        Assert.Equal($"{url}m could not be read (ConnectionError)", down.Message);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_of_a_late_host()
    {
        await using var server = await WebServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var http = server.Client();
        using var stop = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.GetAsync(server.Url, "text/plain", stop.Token));
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Crash.Tests;

/// <summary>The page of a service that does well until it is told to fail. It counts on while the host is dead, as a service would.</summary>
internal sealed class KpiPage : IAsyncDisposable
{
    private const int UploadsPerSecond = 200;
    private const double BadShare = 0.6;

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly TimeProvider time = TimeProvider.System;
    private long counted;
    private double uploads;
    private double failed;
    private bool bad;

    private KpiPage(WebApplication app)
    {
        this.app = app;
        counted = time.GetTimestamp();
        app.MapGet("/metrics", () => Results.Text(Page()));
    }

    public Uri Address => new(app.Urls.Single() + "/metrics");

    /// <summary>Whether uploads fail from now on.</summary>
    public bool Bad
    {
        set
        {
            lock (gate)
            {
                Count();
                bad = value;
            }
        }
    }

    public static async Task<KpiPage> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var page = new KpiPage(builder.Build());
        await page.app.StartAsync();
        return page;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private string Page()
    {
        lock (gate)
        {
            Count();
            return string.Create(CultureInfo.InvariantCulture, $"""
                # TYPE uploads_total counter
                uploads_total {Math.Floor(uploads)}
                # TYPE uploads_failed_total counter
                uploads_failed_total {Math.Floor(failed)}

                """);
        }
    }

    private void Count()
    {
        var more = time.GetElapsedTime(counted).TotalSeconds * UploadsPerSecond;
        counted = time.GetTimestamp();
        uploads += more;
        if (bad) failed += more * BadShare;
    }
}

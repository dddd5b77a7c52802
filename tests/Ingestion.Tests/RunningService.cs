using System.Net.Http.Json;
using System.Text.Json;
using Ingestion.Counts;
using Ingestion.Flags;
using Ingestion.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Ingestion.Tests;

/// <summary>The real service on a free port, with a flags file of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningService(FlagsOnDisk flags)
    {
        Flags = flags;
        app = IngestionService.Create("--flags", flags.Path);
    }

    public FlagsOnDisk Flags { get; }

    public HttpClient Client { get; } = new();

    public IngestionFlags Router => app.Services.GetRequiredService<IngestionFlags>();

    public static async Task<RunningService> StartAsync(Action<FlagsOnDisk>? flags = null)
    {
        var file = new FlagsOnDisk();
        if (flags is not null)
        {
            flags(file);
            file.Write();
        }

        var service = new RunningService(file);
        await service.app.StartAsync();
        service.Client.BaseAddress = new Uri(service.app.Urls.Single());
        return service;
    }

    /// <summary>A service whose new path serves everybody.</summary>
    public static Task<RunningService> OpenToAllAsync(Action<FlagsOnDisk>? flags = null) => StartAsync(file =>
    {
        file.Percent = 100;
        flags?.Invoke(file);
    });

    public async Task<bool> IsOnNewPathAsync(string workspace) => (await Router.RouteAsync(workspace)).Path == UploadPath.New;

    public async Task<HashSet<string>> OnNewPathAsync(IEnumerable<string> workspaces)
    {
        var served = new HashSet<string>(StringComparer.Ordinal);
        foreach (var workspace in workspaces)
            if (await IsOnNewPathAsync(workspace)) served.Add(workspace);
        return served;
    }

    public async Task<(string? Path, int Status)> UploadAsync(string workspace, int bytes = 10)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/uploads") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.Add(UploadRoutes.WorkspaceHeader, workspace);
        using var response = await Client.SendAsync(request);
        return (response.Headers.TryGetValues(UploadRoutes.PathHeader, out var path) ? path.Single() : null, (int)response.StatusCode);
    }

    public async Task<PathsPage> PathsAsync() =>
        (await Client.GetFromJsonAsync<PathsPage>("/paths", JsonSerializerOptions.Web))!;

    public async Task<IReadOnlyDictionary<string, double>> MetricsAsync() => TextExposition.Parse(await Client.GetStringAsync("/metrics"));

    /// <summary>Waits until a change of the flags file counts; fails after a second.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "the change of the flags file was not seen");
            await Task.Delay(5);
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Flags.Dispose();
    }
}

using System.Net;
using System.Text.Json;
using Ingestion.Counts;
using Ingestion.Faults;
using Ingestion.Flags;
using Ingestion.Uploads;
using Microsoft.FeatureManagement;

namespace Ingestion;

/// <summary>The service, as a program or inside another process. Listens on loopback only.</summary>
public static class IngestionService
{
    /// <summary>The old path's limit, and the new path's where the flags file sets none.</summary>
    private const long LargestUpload = 50 * 1024 * 1024;

    /// <summary>The service as a program: it says where it listens, and serves until it is stopped. The result is the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!IngestionOptions.TryParse(args, out var options, out var problem))
        {
            await Console.Error.WriteLineAsync($"{problem}\n\n{IngestionOptions.Usage}");
            return 2;
        }

        await using var app = Create(options);
        try
        {
            await app.StartAsync();
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"cannot listen on port {options.Port}: {error.Message}");
            return 1;
        }

        Console.WriteLine($"listening on {app.Urls.Single()}");
        if (options.UntilStdinCloses) _ = StopWhenStdinClosesAsync(app.Lifetime);
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <exception cref="ArgumentException">The arguments are not those of <see cref="IngestionOptions.Usage"/>.</exception>
    public static WebApplication Create(params string[] args) =>
        IngestionOptions.TryParse(args, out var options, out var problem) ? Create(options) : throw new ArgumentException(problem, nameof(args));

    public static WebApplication Create(IngestionOptions options)
    {
        // The empty builder reads no files and watches no folder, wherever the service is started.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestUpload;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        if (options.Flags is { } path) builder.Configuration.AddFlagsFile(path);

        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.WriteIndented = true;
        });
        builder.Services.AddFeatureManagement();
        builder.Services.AddSingleton(new SteadyClock(TimeProvider.System));
        builder.Services.AddSingleton<IngestionFlags>();
        builder.Services.AddSingleton<DailyUploads>();
        builder.Services.AddSingleton<FaultInjector>();
        builder.Services.AddSingleton<ServiceCounts>();

        var app = builder.Build();
        app.MapUploads();
        app.MapFaults();
        app.MapCounts();
        app.MapGet("/healthz", () => "ok");
        return app;
    }

    private static async Task StopWhenStdinClosesAsync(IHostApplicationLifetime lifetime)
    {
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        lifetime.StopApplication();
    }
}

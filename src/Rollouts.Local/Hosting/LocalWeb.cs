using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>The embedded host behind HTTP: the routes of design §8 on loopback.</summary>
public static class LocalWeb
{
    /// <exception cref="StoreException">Another process holds the data folder.</exception>
    public static WebApplication Create(LocalOptions options, Action<ILoggingBuilder>? logging = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseUrls(options.Url);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider => new EmbeddedHost(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddHostedService<EmbeddedService>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        var app = builder.Build();
        var host = app.Services.GetRequiredService<EmbeddedHost>();
        app.Use((HttpContext context, RequestDelegate next) => HttpSpan.NameAsync(context, next));
        app.UseExceptionHandler(errors => errors.Run(context => HttpProblems.Unavailable("something went wrong here; it is in the log").ExecuteAsync(context)));
        IActors actors = options.Operators is { } operators ? new TokenActors(operators) : new LoopbackActors();
        var door = new Doorkeeper(actors, believesThisMachine: options.Operators is null);
        app.Use(door.LetInAsync);
        app.MapRollouts(new RolloutHandlers(host.Launches, host.Drainer, host.Store, host.Parsed, host.Plans, actors, TimeProvider.System));
        app.MapEvents(new EventHandlers(host.Events, actors, TimeProvider.System));
        var alerts = new AlertHandlers(
            host.Launches, host.Listeners, options.Alerts, LoopbackProof.Beside(options.Alerts.Proofs(TimeProvider.System)), TimeProvider.System,
            app.Services.GetRequiredService<ILogger<AlertHandlers>>());
        // A page in a browser cannot send JSON to another origin unasked.
        app.MapPost("/api/alerts/{source}", (string source, HttpRequest request, CancellationToken cancellation) =>
            request.HasJsonContentType() ? alerts.AlertAsync(source, request, cancellation) : Task.FromResult(HttpProblems.WrongType("application/json")));
        if (host.Slack is { } slack)
        {
            app.MapPost("/api/slack/interactions", (HttpRequest request, CancellationToken cancellation) => slack.InteractionAsync(request, cancellation));
            app.MapPost("/api/slack/commands", (HttpRequest request, CancellationToken cancellation) => slack.CommandAsync(request, cancellation));
        }

        app.MapGet("/api/health", async (HttpRequest request, CancellationToken cancellation) =>
        {
            var report = await host.Health.ReportAsync(cancellation);
            // Names and addresses of what it depends on are for those who may look.
            if (!await door.KnowsAsync(request)) return Results.Json(new { report.Status }, EntryChain.Json, statusCode: report.Well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
            var rollouts = (await host.Store.ListAsync(cancellation)).Length;
            return Results.Json(
                new { report.Status, rollouts, notes = host.Store.Notes, report.Dependencies }, EntryChain.Json,
                statusCode: report.Well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        return app;
    }

    private sealed class EmbeddedService(EmbeddedHost host) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

        public async Task StopAsync(CancellationToken cancellationToken) => await host.DisposeAsync();
    }
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>How all dependencies are.</summary>
public sealed record HealthReport(ImmutableArray<Dependency> Dependencies)
{
    public bool Well => Dependencies.All(dependency => dependency.Well);

    public string Status => Well ? "Healthy" : "Unhealthy";
}

/// <summary>The health route: 200 when everything is well, 503 with the names of those that are not.</summary>
public sealed class HealthHandlers(IEnumerable<IHealthProbe> probes, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<IResult> HealthAsync(CancellationToken cancellation)
    {
        var report = await ReportAsync(cancellation);
        return Results.Json(report, EntryChain.Json, statusCode: report.Well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>All are asked at the same time; one that does not answer is not well, and holds up nobody.</summary>
    public async Task<HealthReport> ReportAsync(CancellationToken cancellation) =>
        new([.. (await Task.WhenAll(probes.Select(probe => AskAsync(probe, cancellation)))).SelectMany(dependencies => dependencies)]);

    private async Task<ImmutableArray<Dependency>> AskAsync(IHealthProbe probe, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await probe.AskAsync(either.Token).WaitAsync(Patience, time, cancellation);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            return [new(probe.Name, problem switch
            {
                StoreException or OutboundException => problem.Message,
                TimeoutException or OperationCanceledException => $"it did not answer within {Span.Text(Patience)}",
                _ => $"it could not be asked ({problem.GetType().Name})",
            })];
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Ingestion.Uploads;

namespace Ingestion.Faults;

public static class FaultRoutes
{
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").AddEndpointFilter(new LoopbackOnly());
        admin.MapPost("/fault", SetAsync);
        admin.MapDelete("/fault", (FaultInjector faults) =>
        {
            faults.Set(null);
            return TypedResults.NoContent();
        });
    }

    private static async Task<IResult> SetAsync(HttpRequest request, FaultInjector faults)
    {
        if (!request.HasJsonContentType()) return Bad("send the fault as application/json", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var body = await request.ReadFromJsonAsync<FaultBody>();
            if (body is null) return Bad("the fault is null, DELETE takes a fault away");
            if (body.Problem() is { } problem) return Bad(problem);
            faults.Set(body.Fault());
            return TypedResults.NoContent();
        }
        catch (JsonException error)
        {
            return Bad(error.Message);
        }

        static IResult Bad(string detail, int status = StatusCodes.Status400BadRequest) => TypedResults.Problem(detail, statusCode: status);
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record FaultBody(string? Path, double ErrorRate, int LatencyMs, long AfterRequests)
    {
        public string? Problem() => this switch
        {
            { Path: not ("old" or "new") } => $"path is '{Path}', expected 'old' or 'new'",
            { ErrorRate: not (>= 0 and <= 1) } => $"errorRate is {ErrorRate}, expected 0 to 1",
            { LatencyMs: not (>= 0 and <= 60_000) } => $"latencyMs is {LatencyMs}, expected 0 to 60000",
            { AfterRequests: < 0 } => $"afterRequests is {AfterRequests}, expected 0 or more",
            _ => null,
        };

        public Fault Fault() =>
            new(Path == "new" ? UploadPath.New : UploadPath.Old, ErrorRate, TimeSpan.FromMilliseconds(LatencyMs), AfterRequests);
    }
}

using System.Buffers;
using Ingestion.Counts;
using Ingestion.Faults;
using Ingestion.Flags;
using Microsoft.AspNetCore.Http.Features;

namespace Ingestion.Uploads;

public static class UploadRoutes
{
    /// <summary>Names the workspace of an upload; the query parameter <c>workspace</c> does too.</summary>
    public const string WorkspaceHeader = "X-Workspace";

    /// <summary>Tells which path served the upload or refused it.</summary>
    public const string PathHeader = "X-Ingestion-Path";

    private const int LongestWorkspaceName = 100;

    private static readonly TimeSpan OldWork = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan NewWork = TimeSpan.FromMilliseconds(2);

    public static void MapUploads(this IEndpointRouteBuilder routes) => routes.MapPost("/uploads", UploadAsync);

    private static async Task<IResult> UploadAsync(
        HttpContext http, IngestionFlags flags, DailyUploads today, FaultInjector faults, ServiceCounts counts, SteadyClock clock)
    {
        var arrived = clock.Now;
        var workspace = http.Request.Headers[WorkspaceHeader].FirstOrDefault() ?? http.Request.Query["workspace"].FirstOrDefault();
        if (string.IsNullOrWhiteSpace(workspace) || workspace.Length > LongestWorkspaceName)
            return Rejected(Rejection.NoWorkspace, $"name the workspace in the header {WorkspaceHeader}, in at most {LongestWorkspaceName} characters");

        var route = await flags.RouteAsync(workspace);
        if (route.KillSwitchOff) counts.NewPathClosed(arrived, clock.Now);
        http.Response.Headers[PathHeader] = route.Path.Label();

        if (await RowsAsync(http, route.Limits.MaxBytes) is not { } rows)
            return Rejected(Rejection.TooLarge, $"the {route.Path.Label()} path takes no file of this size");
        if (route.Path == UploadPath.New && !today.TryTake(workspace, route.Limits.PerDay))
            return Rejected(Rejection.DayUsedUp, $"{workspace} has used up its {route.Limits.PerDay} uploads of today");

        var hit = faults.Next(route.Path);
        await Task.Delay((route.Path == UploadPath.New ? NewWork : OldWork) + hit.Latency);
        counts.Served(route.Path, workspace, arrived, clock.Now, ok: !hit.Fails);
        return hit.Fails
            ? TypedResults.Problem("the rows could not be stored", statusCode: StatusCodes.Status500InternalServerError)
            : TypedResults.Ok(new Upload(workspace, route.Path.Label(), rows));

        IResult Rejected(Rejection reason, string detail)
        {
            counts.Rejected(reason);
            return TypedResults.Problem(detail, statusCode: reason.Status);
        }
    }

    /// <summary>The lines of the uploaded file, or null when it is larger than allowed.</summary>
    private static async Task<long?> RowsAsync(HttpContext http, long? maxBytes)
    {
        if (maxBytes is { } limit) http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = limit;
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            long rows = 0;
            while (await http.Request.Body.ReadAsync(buffer) is > 0 and var read) rows += buffer.AsSpan(0, read).Count((byte)'\n');
            return rows;
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed record Upload(string Workspace, string Path, long Rows);
}

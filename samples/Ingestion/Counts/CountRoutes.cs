namespace Ingestion.Counts;

public static class CountRoutes
{
    public static void MapCounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics", (ServiceCounts counts) => TypedResults.Text(counts.Metrics(), MetricsPage.ContentType));
        routes.MapGet("/paths", (ServiceCounts counts) => TypedResults.Ok(counts.Paths()));
    }
}

namespace Ingestion.Uploads;

/// <summary>Why an upload was refused before any path worked on it. Not a failure of a path.</summary>
public sealed record Rejection(string Label, int Status)
{
    public static readonly Rejection NoWorkspace = new("no_workspace", StatusCodes.Status400BadRequest);
    public static readonly Rejection TooLarge = new("too_large", StatusCodes.Status413PayloadTooLarge);
    public static readonly Rejection DayUsedUp = new("day_used_up", StatusCodes.Status429TooManyRequests);

    public static IReadOnlyList<Rejection> All { get; } = [NoWorkspace, TooLarge, DayUsedUp];
}

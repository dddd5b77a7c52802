namespace Ingestion.Uploads;

/// <summary>Which implementation served an upload.</summary>
public enum UploadPath
{
    Old,
    New,
}

public static class UploadPaths
{
    public static string Label(this UploadPath path) => path == UploadPath.New ? "new" : "old";
}

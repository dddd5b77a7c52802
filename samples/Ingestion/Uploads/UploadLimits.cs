using System.Globalization;

namespace Ingestion.Uploads;

/// <summary>The launch's limits on the new path; null means unlimited.</summary>
public sealed record UploadLimits(long? MaxBytes, long? PerDay)
{
    public static UploadLimits None { get; } = new(null, null);

    /// <exception cref="FormatException">A limit is set but is not a number, a size or <c>unlimited</c>.</exception>
    public static UploadLimits From(IConfiguration configuration) =>
        new(Limit(configuration, "Ingestion:MaxFileSize"), Limit(configuration, "Ingestion:UploadsPerDay"));

    private static long? Limit(IConfiguration configuration, string key)
    {
        var text = configuration[key]?.Trim();
        if (string.IsNullOrEmpty(text) || text == "unlimited") return null;
        var number = text.TrimEnd('B', 'K', 'M', 'G', ' ');
        long? unit = text[number.Length..].Trim() switch { "" or "B" => 1, "KB" => 1 << 10, "MB" => 1 << 20, "GB" => 1 << 30, _ => null };
        return unit is { } bytes && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 1_000_000_000
            ? (long)(value * bytes)
            : throw new FormatException($"{key} is '{text}', expected a number, a size such as '50 MB', or 'unlimited'");
    }
}

using Ingestion.Uploads;

namespace Ingestion.Faults;

/// <summary>A path that turns bad.</summary>
/// <param name="ErrorRate">The share of uploads that fail, 0 to 1.</param>
/// <param name="AfterRequests">How many more uploads the path serves well before it turns bad.</param>
public sealed record Fault(UploadPath Path, double ErrorRate, TimeSpan Latency, long AfterRequests);

/// <summary>What a fault does to one upload.</summary>
public readonly record struct FaultHit(bool Fails, TimeSpan Latency);

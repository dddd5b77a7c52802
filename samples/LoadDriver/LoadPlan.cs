namespace LoadDriver;

/// <summary>How much load, from whom and for how long.</summary>
/// <param name="Target">The service's address.</param>
public sealed record LoadPlan(Uri Target)
{
    /// <summary>Requests a second, sent at their time whether or not earlier ones are answered.</summary>
    public double Rate { get; init; } = 150;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    public Users Users { get; init; } = new();

    /// <summary>How long one answer may take before it counts as lost.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests that may be under way at once; what is due beyond them is shed and counted.</summary>
    public int AtMostUnderWay { get; init; } = 1000;

    /// <summary>The number of requests after which the driver stops by itself.</summary>
    public long Requests => (long)Math.Floor(Rate * Duration.TotalSeconds);

    /// <summary>Why this makes no load; null when it does.</summary>
    public string? Problem => this switch
    {
        { Rate: not (> 0 and <= 10_000) } => $"the rate is {Rate} a second, expected above 0 to 10000",
        { Duration.TotalSeconds: not (> 0 and <= 3600) } => $"the duration is {Duration}, expected above 0 to an hour",
        { Patience.TotalSeconds: not (> 0 and <= 60) } => $"the patience is {Patience}, expected above 0 to a minute",
        { AtMostUnderWay: < 1 } => $"{AtMostUnderWay} requests may be under way, expected 1 or more",
        { Users: { Workspaces: < 1, Named.IsEmpty: true } } => "there is nobody to send requests",
        _ => null,
    };
}

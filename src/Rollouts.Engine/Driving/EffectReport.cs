using System.Text.Json.Serialization;

namespace Rollouts.Engine;

/// <summary>What a driver hears of an effect.</summary>
/// <remarks>Failures are told and not thrown: a driver sees of an exception no more than its text.</remarks>
/// <param name="Done">Nothing is left to be tried: it is recorded, was done before, or nobody wants it any more.</param>
/// <param name="Failure">What trying again can do; of no meaning when done.</param>
/// <param name="AfterSeconds">How long the service asks to be left alone; null where it does not say.</param>
/// <param name="Why">For people who look at the driver; empty when done.</param>
public sealed record EffectReport(
    [property: JsonPropertyName("done")] bool Done,
    [property: JsonPropertyName("failure")] [property: JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))] FailureKind Failure,
    [property: JsonPropertyName("after")] double? AfterSeconds,
    [property: JsonPropertyName("why")] string Why)
{
    private static readonly TimeSpan TransientLongest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ThrottledShortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ThrottledLongest = TimeSpan.FromMinutes(5);

    /// <summary>Writes that a person has to make possible again are looked after seldom, and never given up.</summary>
    private static readonly TimeSpan Permanent = TimeSpan.FromMinutes(5);

    /// <summary>What is to be done now that this is recorded: the driver needs no drain to learn it. Null where that is to be asked.</summary>
    [JsonPropertyName("turn")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DriveTurn? Turn { get; init; }

    public static EffectReport Fine { get; } = new(true, FailureKind.Transient, null, "");

    public static EffectReport Again(string why) => new(false, FailureKind.Transient, null, why);

    public static EffectReport Of(StoreException problem) => new(false, problem.Kind, problem.RetryAfter?.TotalSeconds, problem.Message);

    /// <summary>How long to wait before the next try, after so many failures in a row.</summary>
    public TimeSpan WaitAfter(int failures) => Failure switch
    {
        FailureKind.Permanent => Permanent,
        FailureKind.Throttled when AfterSeconds is { } seconds => Within(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600)), ThrottledShortest, ThrottledLongest),
        FailureKind.Throttled => Within(ThrottledShortest * Math.Pow(2, Math.Min(failures, 10)), ThrottledShortest, ThrottledLongest),
        _ => Within(TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 10))), TimeSpan.Zero, TransientLongest),
    };

    private static TimeSpan Within(TimeSpan wait, TimeSpan shortest, TimeSpan longest) => wait < shortest ? shortest : wait > longest ? longest : wait;
}

using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Asks a source that computes over whole windows itself: questions at once, and what goes wrong with one is the answer to that one.</summary>
internal static class Asked
{
    /// <param name="open">Begins the calls of this round; what is wrong with the source is the answer to every question.</param>
    public static async Task<ImmutableArray<Reading>> AllAsync<TCalls>(
        ImmutableArray<KpiQuestion> questions,
        DateTimeOffset now,
        Func<TCalls> open,
        Func<TCalls, KpiQuestion, WindowReading, Task<Reading>> ratio,
        Func<TCalls, KpiQuestion, WindowReading, Task<Reading>> value)
        where TCalls : IDisposable
    {
        try
        {
            using var calls = open();
            return [.. await Task.WhenAll(questions.Select(question => OneAsync(question, new(question, now), reading =>
                question.Metric.Measure == Measure.Ratio ? ratio(calls, question, reading) : value(calls, question, reading))))];
        }
        catch (FormatException e)
        {
            return [.. questions.Select(question => new WindowReading(question, now).Failed(e.Message))];
        }
    }

    private static async Task<Reading> OneAsync(KpiQuestion question, WindowReading reading, Func<WindowReading, Task<Reading>> ask)
    {
        try
        {
            return question.Metric.Measure == Measure.Reported
                ? throw new FormatException($"the metric '{question.Metric.Name}' is reported, not asked for")
                : await ask(reading);
        }
        catch (Exception e) when (e is OutboundException or FormatException)
        {
            return reading.Failed(e.Message);
        }
    }
}

using System.Text.Json.Serialization;

namespace Rollouts.Simulation;

/// <summary>One thing of a launch's story: when, what, and why.</summary>
/// <param name="Seq">The journal entry it comes from.</param>
/// <param name="After">Since the start.</param>
/// <param name="Kind">What it is about: start, gate, approval, phase, exposure, member, trigger, hold, way-back, procedure, notice, task, incident, report, alert, item, drill, review, key, refused, end.</param>
/// <param name="Why">Empty where it says itself why.</param>
public sealed record StoryLine(long Seq, DateTimeOffset At, [property: JsonIgnore] TimeSpan After, string Kind, string What, string Why)
{
    public double AfterSeconds => After.TotalSeconds;
}

using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>A launch in virtual time as it is shown: its story, its picture, and what was not as expected.</summary>
public sealed record Play(
    string Plan, string Title, string Scenario, DateTimeOffset Started, DateTimeOffset Ended, string Stage, string Position, double Percent, bool Passed,
    ImmutableArray<Difference> Differences, ImmutableArray<StoryLine> Story, LaunchPicture Picture)
{
    /// <summary>How long a launch is played when nobody says.</summary>
    public static readonly TimeSpan LongestPlay = TimeSpan.FromDays(180);

    /// <summary>Plays a scenario.</summary>
    public static Play Of(Plan plan, Scenario scenario)
    {
        PictureTaker? camera = null;
        var result = ScenarioRunner.Run(plan, scenario, launch => camera = new(plan, launch));
        return new(
            plan.Name, plan.Title, scenario.Name, result.Started, result.Ended, result.Launch.State.Stage.ToString().ToLowerInvariant(),
            Rollouts.Position.Exposed(plan, result.Launch.State.Main).Name(plan), result.Launch.State.Permitted.Audience.Percent.Value, result.Passed,
            result.Differences, Storyteller.Tell(plan, result.Launch.History), camera!.Take());
    }

    /// <summary>Plays a launch in which all is well: every metric where the gates want it, everybody answers at once.</summary>
    /// <param name="length">How long; null until every phase has passed.</param>
    public static Play OfHealthy(Plan plan, DateTimeOffset start, TimeSpan? length)
    {
        Moment[] until = length is null ? [new(default, new MomentTime.Now(), [Through], LongestPlay, [], null, [])] : [];
        return Of(plan, new Scenario("All is well", "", 0, start, "someone who starts", Habits.AtOnce, [.. HealthyWorld.Of(plan)], [.. until], length));
    }

    /// <summary>After the last phase a launch is watched or, where the plan asks for no watch, over.</summary>
    private static Expectation Through { get; } = new(default, "every phase", "to pass", p =>
        new(p.State.Stage == RolloutStage.Watching || p.State.IsFinished, $"{p.Plan.Phases[p.State.Main.Phase].Name}, which waits for {string.Join("; ", Explaining.Waits(p.Plan, p.State, p.Now).Select(wait => wait.What).Take(3).DefaultIfEmpty("nothing"))}"));

    /// <summary>Plays a launch as if it had been started when the recording begins: the metrics are what they were, everybody answers at once.</summary>
    /// <param name="restIsHealthy">Metrics that the recording says nothing of are where the gates want them; without data otherwise.</param>
    public static Play OfRecording(Plan plan, Recording recording, bool restIsHealthy)
    {
        var rest = restIsHealthy ? HealthyWorld.Of(plan).Where(change => recording.Missing.Contains(change.Key.Metric)) : [];
        return Of(plan, new Scenario("What was", "", 0, recording.From, "someone who starts", Habits.AtOnce, [.. recording.World(plan), .. rest], [], recording.Until - recording.From));
    }
}

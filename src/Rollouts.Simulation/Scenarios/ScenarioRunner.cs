using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>Plays a scenario in virtual time and looks at what must be true.</summary>
public static class ScenarioRunner
{
    /// <param name="prepare">Sees the launch before it starts: to watch its readings.</param>
    public static ScenarioResult Run(Plan plan, Scenario scenario, Action<VirtualLaunch>? prepare = null)
    {
        var performance = new Performance(plan, scenario);
        prepare?.Invoke(performance.Launch);
        performance.Launch.Start("scenario", performance.Cast.Of(scenario.StartedBy));
        performance.Attend();
        var differences = ImmutableArray.CreateBuilder<Difference>();
        var checks = 0;
        foreach (var moment in scenario.Story)
        {
            if (Reach(performance, moment) is { } missed)
            {
                differences.Add(missed);
                break;
            }

            performance.BeginMoment();
            foreach (var deed in moment.Deeds) deed.Do(performance);
            var refusals = performance.Refusals.ToArray();
            performance.Attend();
            if (moment.Refused is null)
                foreach (var (word, reason) in refusals) differences.Add(Differs(performance, PlaceOf(moment, word), word, "accepted", "refused: " + reason));
            foreach (var expectation in moment.Refused is { } refused ? [refused, .. moment.Expect] : moment.Expect)
            {
                checks++;
                if (expectation.Look(performance) is { Holds: false } sight) differences.Add(Differs(performance, expectation.Place, expectation.Word, expectation.Expected, sight.Actual));
            }
        }

        if (scenario.Lasts is { } length && performance.Now < scenario.Start + length) performance.Launch.RunUntil(scenario.Start + length);
        return new(scenario.Name, scenario.Line, checks, scenario.Start, performance.Now, differences.ToImmutable(), performance.Launch);
    }

    private static Place PlaceOf(Moment moment, string word) => moment.Deeds.FirstOrDefault(deed => deed.Word == word)?.Place ?? moment.Place;

    /// <summary>Lets time pass until the moment has come; null then, else what did not come.</summary>
    private static Difference? Reach(Performance p, Moment moment)
    {
        var before = p.Now;
        switch (moment.At)
        {
            case MomentTime.Now:
                break;
            case MomentTime.SinceStart since:
                if (RunTo(p, moment, p.Start + since.Time) is { } past) return past;
                break;
            case MomentTime.SinceMomentBefore since:
                p.Launch.RunFor(since.Time);
                break;
            case MomentTime.Instant instant:
                if (RunTo(p, moment, instant.Time) is { } gone) return gone;
                break;
            case MomentTime.SinceAnchor since:
                DateTimeOffset? Anchor() => p.Chronicle.Times(since.Anchor).Select(time => (DateTimeOffset?)time).FirstOrDefault(time => time + since.Time >= before);
                p.Launch.RunUntil(before + moment.Within, () => Anchor() is not null);
                if (Anchor() is not { } anchor) return NotReached(p, moment, since.Anchor);
                if (anchor + since.Time > p.Now) p.Launch.RunUntil(anchor + since.Time);
                break;
            default:
                throw new InvalidOperationException($"unknown time {moment.At.GetType().Name}");
        }

        if (moment.When.IsEmpty) return null;
        p.Launch.RunUntil(p.Now + moment.Within, () => moment.When.All(expectation => expectation.Look(p).Holds));
        return moment.When.Select(expectation => (expectation, sight: expectation.Look(p))).FirstOrDefault(seen => !seen.sight.Holds) is ({ } open, var last)
            ? Differs(p, open.Place, open.Word, $"{open.Expected} within {Span.Text(moment.Within)}", last.Actual)
            : null;
    }

    private static Difference? RunTo(Performance p, Moment moment, DateTimeOffset time)
    {
        if (time < p.Now) return Differs(p, moment.Place, "at", "a time that is not before the moment above", FormattableString.Invariant($"{time:yyyy-MM-dd HH:mm} UTC"));
        p.Launch.RunUntil(time);
        return null;
    }

    private static Difference NotReached(Performance p, Moment moment, string anchor)
    {
        var waits = Explaining.Waits(p.Plan, p.State, p.Now).Select(wait => wait.What).Take(3).DefaultIfEmpty("nothing");
        var phase = p.State.Stage is RolloutStage.Running ? p.Plan.Phases[p.State.Main.Phase].Name : p.State.Stage.ToString().ToLowerInvariant();
        return Differs(p, moment.Place, "at", $"{anchor} within {Span.Text(moment.Within)}", $"{phase}, which waits for {string.Join("; ", waits)}");
    }

    private static Difference Differs(Performance p, Engine.Place place, string what, string expected, string actual) =>
        new(place.Line, place.Column, p.Now, p.Now - p.Start, what, expected, actual);
}

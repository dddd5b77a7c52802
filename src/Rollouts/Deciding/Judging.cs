using System.Globalization;

namespace Rollouts;

/// <summary>Judges criteria. No data is not good data, and every line says why it says what it says.</summary>
internal static class Judging
{
    public static CriterionLine Judge(Turn turn, Criterion criterion, Question asked)
    {
        if (criterion is Criterion.OfMetric metric && IsRead(turn, metric))
        {
            var reading = turn.Readings.GetValueOrDefault(KeyOf(turn.Plan, metric, asked.Member));
            if (reading is null || IsOfBefore(turn, metric, reading, asked.Member))
                return turn.State.Criteria.TryGetValue(asked.StateKey, out var before) ? before.Line : Line(asked, new(Verdict.NoData, null, 0, "not read yet"));
            turn.Fresh.Add(asked.StateKey);
            return Sustained(turn, asked, metric.Sustained, MetricJudging.Judge(turn, metric, reading, asked));
        }

        turn.Fresh.Add(asked.StateKey);
        return criterion switch
        {
            Criterion.OfMetric reported => Sustained(turn, asked, reported.Sustained, Reported(turn, reported, asked)),
            Criterion.OfTally tally => Sustained(turn, asked, tally.Sustained, Counted(turn, tally, asked)),
            Criterion.OfItem item => Line(asked, ItemJudging.Marked(turn, item.Item, asked)),
            Criterion.OfAlert alert => Line(asked, AlertJudging.Judge(turn, alert, asked)),
            Criterion.OfIncident incident => Line(asked, OpenFor(turn, incident)),
            Criterion.OfDate date => Line(asked, new(turn.Now >= date.From ? Verdict.Met : Verdict.NoData, null, 0, $"from {date.Text} on")),
            Criterion.OfFlag flag => Line(asked, Flagged(turn, flag)),
            Criterion.OfDrill drill => Line(asked, Drilled(turn, drill)),
            Criterion.OfEveryTrack => Line(asked, TrackJudging.Every(turn)),
            Criterion.OfTrack track => Line(asked, TrackJudging.One(turn, track.Member)),
            Criterion.OfEqualEvidence same => Line(asked, ItemJudging.SameEvidence(turn, same, asked)),
            Criterion.OfElapsed elapsed => Line(asked, Elapsed(turn, elapsed)),
            _ => throw new InvalidOperationException($"no rule judges {criterion.GetType().Name}"),
        };
    }

    /// <summary>A reading taken before the last way back, or for an earlier attempt, was still on its way here: it says nothing about now.</summary>
    private static bool IsOfBefore(Turn turn, Criterion.OfMetric metric, Reading reading, string member)
    {
        var began = SinceOf(turn.State, KeyOf(turn.Plan, metric, member));
        return (metric.Over is null && (reading.WantedFrom ?? reading.From) < began)
            || (!turn.State.WaysBack.IsEmpty && reading.At < turn.State.WaysBack[^1]);
    }

    /// <summary>What a reading without a window reads since: the member's admission or, where it tells no members apart, the launch's attempt.</summary>
    public static DateTimeOffset SinceOf(RolloutState state, ReadingKey key) =>
        state.Members.TryGetValue(key.Scope, out var track) ? track.Began : state.Main.AttemptBegan;

    public static CriterionLine NotDue(Question asked, DateTimeOffset due) =>
        Line(asked, new(Verdict.NotDue, null, 0, string.Create(CultureInfo.InvariantCulture, $"not due before {due:yyyy-MM-dd HH:mm} UTC")));

    /// <summary>The reading a metric criterion rests on. A member's gate reads the member where the metric can tell members apart.</summary>
    public static ReadingKey KeyOf(Plan plan, Criterion.OfMetric metric, string member) => new(
        metric.Metric, metric.Over, metric.Scope ?? (plan.Metrics[metric.Metric].ScopeLabel is null ? "" : member));

    public static bool IsRead(Turn turn, Criterion.OfMetric metric) => turn.Plan.Metrics[metric.Metric].Measure != Measure.Reported;

    private static CriterionLine Line(Question asked, Judged answer) =>
        new(asked.LineKey, asked.Rule, answer.Verdict, answer.Value, answer.Samples, answer.Because, asked.Critical);

    private static CriterionLine Sustained(Turn turn, Question asked, TimeSpan sustained, Judged answer)
    {
        var line = Line(asked, answer);
        if (sustained == TimeSpan.Zero || answer.Verdict != Verdict.Met) return line;
        var since = turn.State.Criteria.TryGetValue(asked.StateKey, out var before) && before.Line.Now == Verdict.Met ? before.Since : turn.Now;
        var held = turn.Now - since;
        return held >= sustained
            ? line with { Because = $"{answer.Because()}, for {Span.Text(held)}" }
            : line with { Verdict = Verdict.Missed, Because = $"{answer.Because()}, for {Span.Text(held)} of {Span.Text(sustained)}" };
    }

    private static Judged Reported(Turn turn, Criterion.OfMetric criterion, Question asked)
    {
        var metric = turn.Plan.Metrics[criterion.Metric];
        var scope = criterion.Scope ?? (metric.ScopeLabel is null ? "" : asked.Member);
        if (!turn.State.Reported.TryGetValue(metric.Name + "@" + scope, out var reported))
            return new(Verdict.NoData, null, 0, $"nobody has reported {metric.Name}");
        var from = criterion.Over is { } over ? turn.Now - over : asked.Opened;
        if (reported.At < from)
            return new(Verdict.NoData, null, 0, string.Create(CultureInfo.InvariantCulture, $"the last report of {metric.Name} is of {reported.At:yyyy-MM-dd HH:mm} UTC, too old to count"));
        var reading = Reading.Of(KeyOf(turn.Plan, criterion, asked.Member), reported.At, reported.Value, reported.Samples);
        var answer = MetricJudging.Judge(turn, criterion, reading, asked);
        return answer with { Because = () => $"{answer.Because()}, reported by {reported.By}" };
    }

    private static Judged Counted(Turn turn, Criterion.OfTally tally, Question asked)
    {
        var window = tally.Over is { } over ? turn.Now - over : DateTimeOffset.MinValue;
        var count = Tallies.Count(turn.State, tally.Tally, tally.Of, window > asked.CountsAfter ? window : asked.CountsAfter, asked.Member);
        var verdict = tally.Comparison.Holds(count, tally.Threshold) ? Verdict.Met : Verdict.Missed;
        var bound = asked.Bound;
        return new(verdict, count, 0, () => string.Create(CultureInfo.InvariantCulture, $"{count}, {bound} {tally.Comparison.Sign()} {tally.Threshold}"));
    }

    private static Judged OpenFor(Turn turn, Criterion.OfIncident incident)
    {
        var open = turn.State.Incidents.Values.Where(known => known.Severity == incident.Severity && known.Resolved is null).MinBy(known => known.Opened);
        if (open is null) return new(Verdict.Missed, null, 0, $"no incident {incident.Severity} is open");
        var length = turn.Now - open.Opened;
        return new((incident.Longer ? length > incident.For : length >= incident.For) ? Verdict.Met : Verdict.Missed, null, 0, $"{incident.Severity} '{open.Title}' is open for {Span.Text(length)}");
    }

    private static Judged Flagged(Turn turn, Criterion.OfFlag flag)
    {
        var key = turn.Plan.Flags[flag.Flag].Key(turn.Plan.Label);
        bool? on = turn.State.Confirmed.GetValueOrDefault(key) switch
        {
            KeyDocument.Switch document => document.On,
            KeyDocument.Dial document => document.Enabled,
            _ => null,
        };
        return on is null
            ? new(Verdict.NoData, null, 0, $"{flag.Flag} was not written yet")
            : new(on == flag.On ? Verdict.Met : Verdict.Missed, null, 0, $"{flag.Flag} is {(on.Value ? "on" : "off")}");
    }

    private static Judged Drilled(Turn turn, Criterion.OfDrill drill) => turn.State.Drills.TryGetValue(drill.Drill, out var last) switch
    {
        false => new(Verdict.NoData, null, 0, "not rehearsed yet"),
        true when last!.ToSeq is null => new(Verdict.NoData, null, 0, "the drill is under way"),
        true => new(last!.Passed ? Verdict.Met : Verdict.Missed, null, 0, $"rehearsed in journal entries {last.FromSeq} to {last.ToSeq}: {(last.Passed ? "passed" : "failed")}"),
    };

    /// <summary>Too early is no data and holds the gate back; not due would not count.</summary>
    private static Judged Elapsed(Turn turn, Criterion.OfElapsed elapsed)
    {
        var time = elapsed.Since switch
        {
            "step" => turn.State.Main.StepClock?.At(turn.Now) ?? TimeSpan.Zero,
            "phase" => turn.State.Main.PhaseClock?.At(turn.Now) ?? TimeSpan.Zero,
            _ => turn.Now - turn.State.StartedAt,
        };
        return new(time >= elapsed.AtLeast ? Verdict.Met : Verdict.NoData, time.TotalSeconds, 0, () => $"{Span.Text(time)} in this {elapsed.Since}");
    }
}

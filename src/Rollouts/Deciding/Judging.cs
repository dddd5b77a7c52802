using System.Globalization;

namespace Rollouts;

/// <summary>What a criterion is judged for.</summary>
/// <param name="StateKey">Where its last verdict stands in the state.</param>
/// <param name="Member">The member that it is about; empty for the launch.</param>
/// <param name="Opened">Since when it is asked.</param>
/// <param name="MarksSince">Marks made before do not count.</param>
/// <param name="CountsAfter">What happened until then is not counted any more; the default counts all.</param>
internal readonly record struct Question(
    string StateKey, string LineKey, string Rule, string Member, DateTimeOffset Opened, DateTimeOffset MarksSince, bool Critical, DateTimeOffset CountsAfter = default);

/// <summary>Judges criteria. No data is not good data, and every line says why it says what it says.</summary>
internal static class Judging
{
    /// <summary>How much an alert may have begun before the attempt it is about: clocks differ.</summary>
    private static readonly TimeSpan AlertGrace = TimeSpan.FromMinutes(1);

    /// <param name="Because">Asked only when someone reads the line.</param>
    internal readonly record struct Answer(Verdict Verdict, double? Value, double Samples, Func<string> Because)
    {
        public Answer(Verdict verdict, double? value, double samples, string because)
            : this(verdict, value, samples, () => because)
        {
        }
    }

    public static CriterionLine Judge(Turn turn, Criterion criterion, Question asked)
    {
        if (criterion is Criterion.OfMetric metric && IsRead(turn, metric))
        {
            var reading = turn.Readings.GetValueOrDefault(KeyOf(turn.Plan, metric, asked.Member));
            if (reading is null || IsOfBefore(turn, metric, reading, asked.Member))
                return turn.State.Criteria.TryGetValue(asked.StateKey, out var before) ? before.Line : Line(asked, new(Verdict.NoData, null, 0, "not read yet"));
            turn.Fresh.Add(asked.StateKey);
            return Sustained(turn, asked, metric.Sustained, MetricJudging.Judge(turn, metric, reading, asked.Member));
        }

        turn.Fresh.Add(asked.StateKey);
        return criterion switch
        {
            Criterion.OfMetric reported => Sustained(turn, asked, reported.Sustained, Reported(turn, reported, asked)),
            Criterion.OfTally tally => Sustained(turn, asked, tally.Sustained, Counted(turn, tally, asked)),
            Criterion.OfItem item => Line(asked, Marked(turn, item.Item, asked)),
            Criterion.OfAlert alert => Line(asked, Alerted(turn, alert, asked)),
            Criterion.OfIncident incident => Line(asked, OpenFor(turn, incident)),
            Criterion.OfDate date => Line(asked, new(turn.Now >= date.From ? Verdict.Met : Verdict.NoData, null, 0, $"from {date.Text} on")),
            Criterion.OfFlag flag => Line(asked, Flagged(turn, flag)),
            Criterion.OfDrill drill => Line(asked, Drilled(turn, drill)),
            Criterion.OfEveryTrack => Line(asked, EveryTrack(turn)),
            Criterion.OfTrack track => Line(asked, OneTrack(turn, track.Member)),
            Criterion.OfEqualEvidence same => Line(asked, Same(turn, same, asked)),
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

    private static CriterionLine Line(Question asked, Answer answer) =>
        new(asked.LineKey, asked.Rule, answer.Verdict, answer.Value, answer.Samples, answer.Because, asked.Critical);

    private static CriterionLine Sustained(Turn turn, Question asked, TimeSpan sustained, Answer answer)
    {
        var line = Line(asked, answer);
        if (sustained == TimeSpan.Zero || answer.Verdict != Verdict.Met) return line;
        var since = turn.State.Criteria.TryGetValue(asked.StateKey, out var before) && before.Line.Now == Verdict.Met ? before.Since : turn.Now;
        var held = turn.Now - since;
        return held >= sustained
            ? line with { Because = $"{answer.Because()}, for {Span.Text(held)}" }
            : line with { Verdict = Verdict.Missed, Because = $"{answer.Because()}, for {Span.Text(held)} of {Span.Text(sustained)}" };
    }

    private static Answer Reported(Turn turn, Criterion.OfMetric criterion, Question asked)
    {
        var metric = turn.Plan.Metrics[criterion.Metric];
        var scope = criterion.Scope ?? (metric.ScopeLabel is null ? "" : asked.Member);
        if (!turn.State.Reported.TryGetValue(metric.Name + "@" + scope, out var reported))
            return new(Verdict.NoData, null, 0, $"nobody has reported {metric.Name}");
        var from = criterion.Over is { } over ? turn.Now - over : asked.Opened;
        if (reported.At < from)
            return new(Verdict.NoData, null, 0, string.Create(CultureInfo.InvariantCulture, $"the last report of {metric.Name} is of {reported.At:yyyy-MM-dd HH:mm} UTC, too old to count"));
        var reading = Reading.Of(KeyOf(turn.Plan, criterion, asked.Member), reported.At, reported.Value, reported.Samples);
        var answer = MetricJudging.Judge(turn, criterion, reading, asked.Member);
        return answer with { Because = () => $"{answer.Because()}, reported by {reported.By}" };
    }

    private static Answer Counted(Turn turn, Criterion.OfTally tally, Question asked)
    {
        var window = tally.Over is { } over ? turn.Now - over : DateTimeOffset.MinValue;
        var count = Tallies.Count(turn.State, tally.Tally, tally.Of, window > asked.CountsAfter ? window : asked.CountsAfter, asked.Member);
        var verdict = tally.Comparison.Holds(count, tally.Threshold) ? Verdict.Met : Verdict.Missed;
        return new(verdict, count, 0, () => string.Create(CultureInfo.InvariantCulture, $"{count}, must be {tally.Comparison.Sign()} {tally.Threshold}"));
    }

    private static Answer Marked(Turn turn, ChecklistItem item, Question asked)
    {
        if (!turn.State.Items.TryGetValue(item.Id, out var mark) || mark.At < asked.MarksSince)
            return new(Verdict.NoData, null, 0, Unmarked(item));
        if (!mark.Done) return new(Verdict.Missed, null, 0, $"marked as not done by {mark.By}: {mark.Note}");
        return item.ValidFor is { } valid && turn.Now >= mark.At + valid
            ? new(Verdict.NoData, null, 0, string.Create(CultureInfo.InvariantCulture, $"the mark by {mark.By} ran out at {mark.At + valid:yyyy-MM-dd HH:mm} UTC"))
            : new(Verdict.Met, null, 0, () => string.Create(CultureInfo.InvariantCulture, $"marked by {mark.By} at {mark.At:yyyy-MM-dd HH:mm} UTC") + (mark.Evidence is { } e ? $", evidence {e.Reference}" : ""));
    }

    public static string Unmarked(ChecklistItem item) => item.Owner is { } owner ? $"waits for a mark by {owner}" : "nobody has marked it";

    /// <summary>An alert that began before it was asked for does not count as firing: a repeated notification must not take back a new attempt.</summary>
    private static Answer Alerted(Turn turn, Criterion.OfAlert alert, Question asked)
    {
        var known = turn.State.Alerts.Values
            .Where(known => known.Rule == alert.Rule && Tallies.About(known.Member, asked.Member))
            .Where(known => !alert.Firing || known.Began >= asked.Opened - AlertGrace).ToArray();
        if (alert.Firing && turn.State.Silences.TryGetValue(alert.Rule, out var silence) && turn.Now < silence.Until)
            return new(Verdict.NotDue, null, 0, string.Create(CultureInfo.InvariantCulture, $"silenced until {silence.Until:yyyy-MM-dd HH:mm} UTC by {silence.By}, instead: {silence.Control}"));
        var firing = known.Where(known => known.Firing).ToArray();
        if (firing.Length > 0 && firing.All(known => turn.Now - known.Heard > turn.Plan.AlertsStaleAfter))
            return new(Verdict.NoData, null, 0, $"fired and was not heard of for {Span.Text(turn.Plan.AlertsStaleAfter)}");
        var since = firing.Length > 0 ? firing.Min(known => known.Began < known.Since ? known.Began : known.Since)
            : known.Length > 0 ? known.Max(known => known.Since)
            : turn.State.StartedAt;
        var length = turn.Now - since;
        var met = firing.Length > 0 == alert.Firing && length >= alert.For;
        return new(met ? Verdict.Met : Verdict.Missed, null, 0, For(firing.Length > 0 ? "firing" : "clear", length));
    }

    /// <summary>Of its own, so that what is said later holds on to nothing but these two.</summary>
    private static Func<string> For(string what, TimeSpan length) => () => $"{what} for {Span.Text(length)}";

    private static Answer OpenFor(Turn turn, Criterion.OfIncident incident)
    {
        var open = turn.State.Incidents.Values.Where(known => known.Severity == incident.Severity && known.Resolved is null).MinBy(known => known.Opened);
        if (open is null) return new(Verdict.Missed, null, 0, $"no incident {incident.Severity} is open");
        var length = turn.Now - open.Opened;
        return new(length >= incident.For ? Verdict.Met : Verdict.Missed, null, 0, $"{incident.Severity} '{open.Title}' is open for {Span.Text(length)}");
    }

    private static Answer Flagged(Turn turn, Criterion.OfFlag flag)
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

    private static Answer Drilled(Turn turn, Criterion.OfDrill drill) => turn.State.Drills.TryGetValue(drill.Drill, out var last) switch
    {
        false => new(Verdict.NoData, null, 0, "not rehearsed yet"),
        true when last!.ToSeq is null => new(Verdict.NoData, null, 0, "the drill is under way"),
        true => new(last!.Passed ? Verdict.Met : Verdict.Missed, null, 0, $"rehearsed in journal entries {last.FromSeq} to {last.ToSeq}: {(last.Passed ? "passed" : "failed")}"),
    };

    private static Answer EveryTrack(Turn turn)
    {
        var tracks = turn.State.Members.Values.Where(member => member.In).ToArray();
        if (tracks.Length == 0) return new(Verdict.NoData, 0, 0, "no member is let in");
        var open = tracks.Where(member => !Passes(turn, member)).Select(member => member.Member).ToArray();
        return open.Length == 0
            ? new(Verdict.Met, tracks.Length, 0, $"all {tracks.Length} pass")
            : new(Verdict.NoData, tracks.Length - open.Length, 0, "not passed yet: " + string.Join(", ", open));
    }

    private static Answer OneTrack(Turn turn, string member)
    {
        if (!turn.State.Members.TryGetValue(member, out var track) || !track.In) return new(Verdict.NoData, null, 0, $"{member} is not let in");
        if (!turn.State.Gates.TryGetValue(Gatekeeping.MemberGate(track), out var gate)) return new(Verdict.NoData, null, 0, "not judged yet");
        return Passes(turn, track) ? new(Verdict.Met, null, 0, $"{member} passes")
            : (gate.LastLook ?? gate.LastStatus) is null or nameof(GateStatus.Pending) ? new(Verdict.NoData, null, 0, $"{member} has not passed yet")
            : new(Verdict.Missed, null, 0, $"{member} did not pass its last review");
    }

    /// <summary>With reviews, the last one decides; without, once passed is passed.</summary>
    private static bool Passes(Turn turn, MemberTrack member) =>
        turn.State.Gates.TryGetValue(Gatekeeping.MemberGate(member), out var gate)
        && (gate.LastLook is { } look ? GateState.IsPass(look) : gate.LastReview is null ? gate.Passed : gate.ReviewsPassed > 0);

    private static Answer Same(Turn turn, Criterion.OfEqualEvidence same, Question asked)
    {
        var missing = same.Items.Where(item => !Criterion.OfEqualEvidence.IsChecksum(item)).Where(item => !turn.State.Items.TryGetValue(item, out var mark) || !mark.Done || mark.Evidence?.Sha256 is null || mark.At < asked.MarksSince).ToArray();
        if (missing.Length > 0) return new(Verdict.NoData, null, 0, "no checksum yet of: " + string.Join(", ", missing));
        var sums = same.Items.GroupBy(item => Criterion.OfEqualEvidence.IsChecksum(item) ? item : turn.State.Items[item].Evidence!.Sha256!, StringComparer.OrdinalIgnoreCase).ToArray();
        return sums.Length == 1
            ? new(Verdict.Met, null, 0, $"all have the checksum {sums[0].Key}")
            : new(Verdict.Missed, null, 0, string.Join("; ", sums.Select(sum => $"{string.Join(", ", sum)}: {sum.Key}")));
    }

    /// <summary>Too early is no data and holds the gate back; not due would not count.</summary>
    private static Answer Elapsed(Turn turn, Criterion.OfElapsed elapsed)
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

using System.Globalization;

namespace Rollouts;

/// <summary>Alerts of a rule: firing or clear, and for how long.</summary>
internal static class AlertJudging
{
    /// <summary>How much an alert may have begun before the attempt it is about: clocks differ.</summary>
    private static readonly TimeSpan AlertGrace = TimeSpan.FromMinutes(1);

    /// <summary>An alert that began before it was asked for does not count as firing: a repeated notification must not take back a new attempt.</summary>
    public static Judged Judge(Turn turn, Criterion.OfAlert alert, Question asked)
    {
        var known = turn.State.Alerts.Values
            .Where(known => known.Rule == alert.Rule && known.IsOf(alert.Severity) && Tallies.About(known.Member, asked.Member))
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
}

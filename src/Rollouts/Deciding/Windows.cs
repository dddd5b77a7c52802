namespace Rollouts;

/// <summary>Dated windows: nothing is entered before; after, a person has to resume first, which says that it goes on all the same.</summary>
internal static class Windows
{
    public static bool IsOpen(Turn turn, LaunchWindow? window, string what)
    {
        if (window is null || (turn.Now >= window.From && turn.Now < window.Until)) return true;
        if (turn.Now < window.From) return false;
        var name = $"the window of {what}";
        if (turn.State.Fired.Contains(name + "@")) return true;
        var line = new CriterionLine(name, name, Verdict.Missed, Verdict.Missed, null, 0, FormattableString.Invariant($"it ended at {window.Until:yyyy-MM-dd HH:mm} UTC"), false);
        turn.Add(new RolloutEvent.TriggerFired(name, "", line));
        Pausing.Hold(turn, HoldKind.Failed, $"{name} was missed: {line.Because}", null);
        return false;
    }
}

namespace Rollouts.Engine;

/// <summary>A launch in one line: where it stands, what it waits for, from whom and until when.</summary>
public static class StatusLine
{
    private const int Longest = 1000;

    public static string Of(Plan plan, RolloutState state, DateTimeOffset now)
    {
        if (state.IsFinished) return $"over: {state.Stage.ToString().ToLowerInvariant()}";
        var place = state.Governing ? $"{Position.Exposed(plan, state.Main).Name(plan)} at {state.Permitted.Audience}" : "nobody is let in";
        var waits = Explaining.Waits(plan, state, now);
        var line = waits.IsEmpty ? place : $"{place}; waits for {string.Join("; ", waits.Select(Text))}";
        return line.Length <= Longest ? line : line[..(Longest - 1)] + "…";
    }

    private static string Text(Wait wait) =>
        wait.What + (wait.Who is { Length: > 0 } who ? $", from {who}" : "") + (wait.Until is { } until ? FormattableString.Invariant($", until {until:u}") : "");
}

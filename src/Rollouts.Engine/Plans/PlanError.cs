namespace Rollouts.Engine;

/// <summary>Something that is wrong, or doubtful, at a place of a plan.</summary>
/// <param name="File">The name the reader was given; shown, never opened.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What would be right; null where the message says it.</param>
public sealed record PlanError(string File, int Line, int Column, string Message, string? Hint)
{
    public override string ToString() =>
        FormattableString.Invariant($"{File}:{Line}:{Column}: {Message}") + (Hint is null ? "" : $" ({Hint})");
}

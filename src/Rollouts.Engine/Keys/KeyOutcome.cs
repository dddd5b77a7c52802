namespace Rollouts.Engine;

/// <summary>What became of writing a key.</summary>
public abstract record KeyOutcome
{
    private KeyOutcome()
    {
    }

    /// <summary>The key holds this write, or a later one of the same rollout.</summary>
    /// <param name="Note">What is not as it was asked for; null when all is.</param>
    public sealed record Done(string Version, string? Note = null) : KeyOutcome;

    /// <summary>A fence stands that this raise does not know: it is not carried out.</summary>
    public sealed record Fenced : KeyOutcome;

    /// <summary>Someone else wrote the key: a raise stops and is reported.</summary>
    public sealed record Drifted(string Found) : KeyOutcome;
}

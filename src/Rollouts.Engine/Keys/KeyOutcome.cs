namespace Rollouts.Engine;

/// <summary>What became of writing a key.</summary>
public abstract record KeyOutcome
{
    private KeyOutcome()
    {
    }

    /// <summary>The key holds this write, or a later one of the same rollout.</summary>
    public sealed record Done(string Version) : KeyOutcome;

    /// <summary>A fence stands that this raise does not know: it is not carried out.</summary>
    public sealed record Fenced : KeyOutcome;

    /// <summary>Someone else wrote the key: a raise stops and is reported.</summary>
    public sealed record Drifted(string Found) : KeyOutcome;
}

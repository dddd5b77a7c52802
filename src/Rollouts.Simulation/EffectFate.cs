namespace Rollouts.Simulation;

/// <summary>What becomes of an effect in virtual time.</summary>
public abstract record EffectFate
{
    private EffectFate()
    {
    }

    public static EffectFate Works { get; } = new Done(TimeSpan.Zero);

    /// <param name="After">How long it takes from its planning; zero for at once.</param>
    public sealed record Done(TimeSpan After) : EffectFate;

    /// <summary>No answer comes: tried again and again, until its fate changes.</summary>
    public sealed record Hangs : EffectFate;

    /// <summary>It fails, and trying again cannot help. A write is tried again all the same: it is never given up.</summary>
    public sealed record Fails(string Error) : EffectFate;
}

namespace Rollouts;

/// <summary>What a flag is for in a plan.</summary>
public enum FlagUse
{
    /// <summary>Follows the exposure of the current step and the members let in.</summary>
    Exposure,

    /// <summary>On while the launch runs; may always be thrown (turned off), by people or plan, in every state.</summary>
    KillSwitch,

    /// <summary>A feature that procedures turn off and a gate turns on again.</summary>
    Feature,

    /// <summary>Legal or privacy: never turned off through this system.</summary>
    Protected,
}

/// <summary>A flag of the plan.</summary>
/// <param name="Unit">What one evaluation is about: user, workspace, community.</param>
/// <param name="ReArm">The named gate that must pass before a turned-off flag is turned on again. Re-arming is a rise.</param>
/// <param name="StartsOn">The state at the start, for a kill switch or a feature.</param>
public sealed record GovernedFlag(string Name, FlagUse Use, string Unit, string? ReArm, bool StartsOn)
{
    public GovernedKey Key(string label) => GovernedKey.Flag(Name, label);
}

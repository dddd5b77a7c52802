namespace Rollouts;

/// <summary>In which direction a setting lets more happen. <see cref="Unknown"/>: every change is a rise.</summary>
public enum Looser
{
    Unknown,
    Up,
    Down,
}

/// <summary>A plain setting that a launch moves with its exposure.</summary>
/// <param name="Value">The value after the launch, and where no phase says otherwise.</param>
/// <param name="Apply">What makes a written value effective, such as a deploy hook; null when written is effective.</param>
public sealed record GovernedSetting(string Name, string Value, Looser Looser, ApplySetting? Apply)
{
    public GovernedKey Key(string label) => GovernedKey.Setting(Name, label);
}

/// <summary>A written setting is not yet effective: call <paramref name="Hook"/>, then wait until <paramref name="Confirm"/> holds.</summary>
public sealed record ApplySetting(string Hook, Criterion? Confirm, TimeSpan Within);

public static class SettingValue
{
    /// <summary>True when the move from one value to the other goes to the looser side, or cannot be compared.</summary>
    /// <remarks><c>unlimited</c> is above every number; values compare as quantities with units (50 MB, 10, 0.15), else they are unclear.</remarks>
    public static bool IsRise(string from, string to, Looser looser)
    {
        if (from == to) return false;
        if (looser == Looser.Unknown || Number(from) is not { } before || Number(to) is not { } after) return true;
        return looser == Looser.Up ? after > before : after < before;
    }

    private static double? Number(string text) =>
        text == "unlimited" ? double.PositiveInfinity : Quantity.TryParse(text, out var quantity) ? quantity.Value : null;
}

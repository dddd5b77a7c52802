using System.Globalization;

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
    /// <summary>How the setting follows the percent of the exposure; null for one that steps set by themselves.</summary>
    public SettingDial? Dial { get; init; }

    public GovernedKey Key(string label) => GovernedKey.Setting(Name, label);
}

/// <summary>How a setting that is a dial writes the percent of the exposure.</summary>
public enum SettingDial
{
    /// <summary>As a share of one: <c>0.10</c> at ten percent.</summary>
    Fraction,

    /// <summary>As it is: <c>10</c> at ten percent.</summary>
    Percent,
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

    /// <summary>What a dial of that form holds at a percent.</summary>
    public static string Of(Percent percent, SettingDial form) => form switch
    {
        _ when percent == Percent.Zero => "0",
        SettingDial.Fraction => (percent.Value / 100).ToString("0.00####", CultureInfo.InvariantCulture),
        SettingDial.Percent => percent.Value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "unknown form of a dial"),
    };

    /// <summary>The percent that a dial of that form stands at; null for a value that is none.</summary>
    public static Percent? Read(string value, SettingDial form) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number * (form == SettingDial.Fraction ? 100 : 1) is >= 0 and <= 100 and var share
            ? new Percent(Math.Round(share, 6))
            : null;

    /// <summary>True for two ways to write one value: 0.1 and 0.10.</summary>
    public static bool AreSame(string one, string other) =>
        one == other || (Number(one) is { } first && Number(other) is { } second && first == second);

    private static double? Number(string text) =>
        text == "unlimited" ? double.PositiveInfinity : Quantity.TryParse(text, out var quantity) ? quantity.Value : null;
}

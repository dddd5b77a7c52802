using System.Collections.Immutable;

namespace Rollouts;

/// <summary>What the governed keys should hold: a function of the state, and so of the journal at a seq (design §6).</summary>
public static class Desired
{
    public static KeyDocument Document(Plan plan, RolloutState state, GovernedKey key)
    {
        if (key.Kind == KeyKind.Setting) return new KeyDocument.Setting(SettingValue(plan, state, key.Name));
        if (plan.Flags[key.Name].Use != FlagUse.Exposure) return new KeyDocument.Switch(!state.Off.ContainsKey(key.Name));
        return Dial(state.Off.ContainsKey(key.Name) ? AudienceExposure.None : WithoutWithdrawn(state));
    }

    /// <summary>A member that was taken back alone stays out where a share of everybody would let it in.</summary>
    private static AudienceExposure WithoutWithdrawn(RolloutState state)
    {
        var audience = state.Permitted.Audience;
        if (audience.Percent == Percent.Zero) return audience;
        var withdrawn = state.Members.Values.Where(member => member is { In: false, Alone: true }).Select(member => Audience.Group(member.Member).Text).ToArray();
        return withdrawn.Length == 0 ? audience : audience with { Denied = audience.Denied.Union(withdrawn) };
    }

    /// <summary>A dial that lets nobody in is off; otherwise it is on with its audience.</summary>
    public static KeyDocument.Dial Dial(AudienceExposure audience) =>
        audience.Percent == Percent.Zero && audience.Allowed.IsEmpty && audience.Members.IsEmpty
            ? new(false, AudienceExposure.None)
            : new(true, audience);

    /// <summary>The lower of two documents of one key; where they cannot be compared, the first.</summary>
    public static KeyDocument Lower(KeyDocument first, KeyDocument second, Looser looser) => (first, second) switch
    {
        (KeyDocument.Dial { Enabled: true } a, KeyDocument.Dial { Enabled: true } b) => Dial(a.Audience.LowerOf(b.Audience)),
        (KeyDocument.Dial { Enabled: false } a, _) => a,
        (_, KeyDocument.Dial { Enabled: false } b) => b,
        (KeyDocument.Switch a, KeyDocument.Switch b) => new KeyDocument.Switch(a.On && b.On),
        (KeyDocument.Setting a, KeyDocument.Setting b) => a.IsRiseFrom(b, looser) && !b.IsRiseFrom(a, looser) ? b : a,
        _ => first,
    };

    /// <summary>The exposure of a position in the plan; nobody before the first step.</summary>
    public static Exposure At(Plan plan, Position position, ImmutableSortedDictionary<string, Percent> members) => position.Step < 0
        ? Exposure.None
        : plan.Phases[position.Phase].Steps[position.Step].Exposure is var exposure
            ? exposure with { Audience = exposure.Audience with { Members = members } }
            : Exposure.None;

    private static string SettingValue(Plan plan, RolloutState state, string setting) =>
        state.SettingOverrides.TryGetValue(setting, out var set) ? set : SettingWithoutOverride(plan, state, setting);

    /// <summary>What a setting holds where no procedure has set it.</summary>
    internal static string SettingWithoutOverride(Plan plan, RolloutState state, string setting) =>
        state.Permitted.Settings.TryGetValue(setting, out var exposed) ? exposed
        : plan.Settings[setting] is { Dial: { } form } ? Rollouts.SettingValue.Of(state.Permitted.Audience.Percent, form)
        : plan.Settings[setting].Value;
}

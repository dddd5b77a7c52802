using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Makes the governed keys follow the state: every key whose desired document changed gets a write.</summary>
internal static class Exposing
{
    /// <summary>Plans the writes that are due. Raises that a fence took back wait until rises are open again, and are then decided anew; what is lowered beside them is written at once.</summary>
    public static void Follow(Turn turn)
    {
        if (!turn.State.Governing || turn.State.IsFinished) return;
        var held = Rises.HeldBackBy(turn.Plan, turn.State, turn.Now) is not null;
        foreach (var key in turn.Plan.Keys)
        {
            var desired = Desired.Document(turn.Plan, turn.State, key);
            var planned = turn.State.Planned.GetValueOrDefault(key);
            if (planned is not null && desired.SameAs(planned.Document)) continue;
            var looser = turn.Plan.LooserOf(key);
            var rise = desired.IsRiseFrom(planned?.Document, looser);
            if (!rise || !held) Write(turn, key, desired, rise, stamp: planned is null);
            else if (planned is not null && Desired.Lower(planned.Document, desired, looser) is var lower && !lower.SameAs(planned.Document)) Write(turn, key, lower, rise: false, stamp: false);
        }
    }

    /// <summary>True when every key is planned as the state wants it, and every write confirmed.</summary>
    public static bool IsWritten(Turn turn) =>
        !turn.State.Pending.Values.Any(pending => pending.Effect is Effect.Write)
        && turn.Plan.Keys.All(key => turn.State.Planned.TryGetValue(key, out var planned)
            && Desired.Document(turn.Plan, turn.State, key).SameAs(planned.Document));

    public static void Write(Turn turn, GovernedKey key, KeyDocument document, bool rise, bool stamp) =>
        turn.Effect(id => new Effect.Write(id, key, document, rise, stamp));

    /// <summary>Sets the permitted exposure to a position of the plan, with the members that are in.</summary>
    public static void Permit(Turn turn, Position position) =>
        turn.Add(new RolloutEvent.ExposureSet(Desired.At(turn.Plan, position, turn.State.Permitted.Audience.Members)));

    public static void PermitMember(Turn turn, string member, Percent? share)
    {
        var members = turn.State.Permitted.Audience.Members;
        PermitMembers(turn, share is { } some ? members.SetItem(member, some) : members.Remove(member));
    }

    /// <summary>Lowers the permitted exposure to a position: never more than now, in no part.</summary>
    /// <param name="staying">The members that stay.</param>
    public static void Lower(Turn turn, Position target, ImmutableSortedDictionary<string, Percent> staying)
    {
        var (now, then) = (turn.State.Permitted, Desired.At(turn.Plan, target, staying));
        var settings = turn.Plan.Settings.Values.Where(setting => setting.Dial is null).ToImmutableSortedDictionary(setting => setting.Name, setting => LowerSetting(turn, setting, then), StringComparer.Ordinal);
        turn.Add(new RolloutEvent.ExposureSet(new(then.Audience.LowerOf(now.Audience), settings)));
    }

    /// <summary>Every key that was ever written, in the plan's order.</summary>
    public static IEnumerable<GovernedKey> Written(Turn turn) => turn.Plan.Keys.Where(turn.State.Planned.ContainsKey);

    /// <summary>The most that certainly may stand: the lower of what was confirmed last and what was planned last.</summary>
    public static KeyDocument Certain(Turn turn, GovernedKey key)
    {
        var planned = turn.State.Planned[key].Document;
        return turn.State.Confirmed.TryGetValue(key, out var confirmed) ? Desired.Lower(confirmed, planned, turn.Plan.LooserOf(key))
            : turn.State.Planned[key].Rise ? Lowest(planned)
            : planned;
    }

    private static KeyDocument Lowest(KeyDocument planned) => planned switch
    {
        KeyDocument.Dial => new KeyDocument.Dial(false, AudienceExposure.None),
        KeyDocument.Switch => new KeyDocument.Switch(false),
        _ => planned,
    };

    /// <summary>The members change and nothing else does: what procedures set stays set.</summary>
    private static void PermitMembers(Turn turn, ImmutableSortedDictionary<string, Percent> members) =>
        turn.Add(new RolloutEvent.ExposureSet(new(
            turn.State.Permitted.Audience with { Members = members }, turn.State.Permitted.Settings.SetItems(turn.State.SettingOverrides))));

    private static string LowerSetting(Turn turn, GovernedSetting setting, Exposure then)
    {
        var now = ((KeyDocument.Setting)Desired.Document(turn.Plan, turn.State, setting.Key(turn.Plan.Label))).Value;
        var target = then.Settings.GetValueOrDefault(setting.Name, setting.Value);
        return setting.Looser != Looser.Unknown && SettingValue.IsRise(now, target, setting.Looser) ? now : target;
    }
}

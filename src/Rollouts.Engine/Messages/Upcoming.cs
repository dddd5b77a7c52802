namespace Rollouts.Engine;

/// <summary>What a passed gate changes, and for how many: the exposure before and after in words.</summary>
internal static class Upcoming
{
    public static Sentence Of(Scene scene, string gate)
    {
        var name = gate.LastIndexOf('#') is > 0 and var at ? gate[..at] : gate;
        var (plan, state) = (scene.Plan, scene.State);
        for (var phase = 0; phase < plan.Phases.Length; phase++)
        {
            var known = plan.Phases[phase];
            if (name == known.Name) return phase + 1 < plan.Phases.Length ? To(scene, plan.Phases[phase + 1], 0) : Sentence.Of("every phase has then passed; ", plan.Watch ? "the launch is watched" : "the launch can be closed");
            if (name == known.Name + " enter") return To(scene, known, 0);
            for (var step = 0; step + 1 < known.Steps.Length; step++)
                if (name == FormattableString.Invariant($"{known.Name} step {step + 1}")) return To(scene, known, step + 1);
            for (var wave = 0; wave < (known.Members?.Waves.Length ?? 0); wave++)
                if (name == FormattableString.Invariant($"{known.Name} wave {wave + 1}")) return Sentence.Of("lets in ", string.Join(", ", known.Members!.Waves[wave].Members));
        }

        return name switch
        {
            "go" => To(scene, plan.Phases[0], 0),
            "close" => Sentence.Of("the launch is over"),
            _ when name.StartsWith("resume ", StringComparison.Ordinal) => Sentence.Of($"the launch goes on at {Position.Exposed(plan, state.Main).Name(plan)}: {state.Permitted.Audience}"),
            _ when name.StartsWith("re-arm ", StringComparison.Ordinal) => Sentence.Of($"{name["re-arm ".Length..].Split('@')[0]} is turned on again"),
            _ => Sentence.Of(name),
        };
    }

    /// <summary>The phase or step that a passed gate leads to; null where it leads to none.</summary>
    public static string? PlaceOf(Scene scene, string gate)
    {
        var name = gate.LastIndexOf('#') is > 0 and var at ? gate[..at] : gate;
        if (name == "go") return Scene.PhaseTitle(scene.Told, 0);
        for (var phase = 0; phase < scene.Told.Phases.Length; phase++)
        {
            var known = scene.Told.Phases[phase];
            if (name == known.Name) return phase + 1 < scene.Told.Phases.Length ? Scene.PhaseTitle(scene.Told, phase + 1) : null;
            for (var step = 0; step + 1 < known.Steps.Length; step++)
                if (name == FormattableString.Invariant($"{known.Name} step {step + 1}")) return FormattableString.Invariant($"step {step + 2}");
        }

        return null;
    }

    private static Sentence To(Scene scene, Phase phase, int step)
    {
        var after = phase.Steps[step].Exposure;
        var before = scene.State.Permitted;
        var parts = new List<string>();
        if (before.Audience.Percent != after.Audience.Percent) parts.Add($"{before.Audience.Percent} → {after.Audience.Percent} of {Everybody(scene.Plan)}");
        Add(parts, "let in by name", after.Audience.Allowed.Except(before.Audience.Allowed));
        Add(parts, "no longer named", before.Audience.Allowed.Except(after.Audience.Allowed));
        Add(parts, "kept out", after.Audience.Denied.Except(before.Audience.Denied));
        Add(parts, "no longer kept out", before.Audience.Denied.Except(after.Audience.Denied));
        foreach (var (setting, value) in after.Settings)
            if (before.Settings.GetValueOrDefault(setting) is var old && old != value) parts.Add(old is null ? $"{setting} = {value}" : $"{setting} {old} → {value}");
        if (step == 0) parts.AddRange(OneByOne(phase));
        return Sentence.Of(parts.Count == 0 ? "the same people as now" : string.Join("; ", parts));
    }

    /// <summary>Whom a phase lets in while it lasts: nobody at once, and yet that is what is agreed to.</summary>
    private static IEnumerable<string> OneByOne(Phase phase)
    {
        string[] members = [.. phase.Members?.Waves.SelectMany(wave => wave.Members) ?? []];
        if (members.Length == 0) yield break;
        var shown = members.Length <= 8 ? members : [.. members.Take(6)];
        yield return $"one by one: {string.Join(", ", shown)}{(shown.Length < members.Length ? FormattableString.Invariant($" and {members.Length - shown.Length} more") : "")}";
    }

    private static void Add(List<string> parts, string what, System.Collections.Immutable.ImmutableSortedSet<string> who)
    {
        if (who.Count > 0) parts.Add($"{what}: {string.Join(", ", who)}");
    }

    private static string Everybody(Plan plan) =>
        plan.Flags.Values.FirstOrDefault(flag => flag.Use == FlagUse.Exposure) is { Unit.Length: > 0 } dial ? $"all {Plural(dial.Unit)}" : "everybody";

    private static string Plural(string unit) => unit.Length > 1 && unit[^1] == 'y' && !"aeiou".Contains(unit[^2], StringComparison.Ordinal) ? unit[..^1] + "ies" : unit + "s";
}

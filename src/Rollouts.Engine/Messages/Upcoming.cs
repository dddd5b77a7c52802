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
            if (name == known.Name) return phase + 1 < plan.Phases.Length ? To(scene, Scene.PhaseTitle(plan, phase + 1), plan.Phases[phase + 1].Steps[0].Exposure) : Sentence.Of("every phase has then passed; ", plan.Watch ? "the launch is watched" : "the launch can be closed");
            if (name == known.Name + " enter") return To(scene, Scene.PhaseTitle(plan, phase), known.Steps[0].Exposure);
            for (var step = 0; step + 1 < known.Steps.Length; step++)
                if (name == FormattableString.Invariant($"{known.Name} step {step + 1}")) return To(scene, FormattableString.Invariant($"{known.Name} step {step + 2}"), known.Steps[step + 1].Exposure);
            for (var wave = 0; wave < (known.Members?.Waves.Length ?? 0); wave++)
                if (name == FormattableString.Invariant($"{known.Name} wave {wave + 1}")) return Sentence.Of("lets in ", string.Join(", ", known.Members!.Waves[wave].Members));
        }

        return name switch
        {
            "go" => To(scene, Scene.PhaseTitle(plan, 0), plan.Phases[0].Steps[0].Exposure),
            "close" => Sentence.Of("the launch is over"),
            _ when name.StartsWith("resume ", StringComparison.Ordinal) => Sentence.Of($"the launch goes on at {Position.Exposed(plan, state.Main).Name(plan)}: {state.Permitted.Audience}"),
            _ when name.StartsWith("re-arm ", StringComparison.Ordinal) => Sentence.Of($"{name["re-arm ".Length..].Split('@')[0]} is turned on again"),
            _ => Sentence.Of(name),
        };
    }

    private static Sentence To(Scene scene, string place, Exposure after)
    {
        var before = scene.State.Permitted;
        var parts = new List<string>();
        if (before.Audience.Percent != after.Audience.Percent) parts.Add($"{before.Audience.Percent} → {after.Audience.Percent} of {Everybody(scene.Plan)}");
        Add(parts, "let in by name", after.Audience.Allowed.Except(before.Audience.Allowed));
        Add(parts, "no longer named", before.Audience.Allowed.Except(after.Audience.Allowed));
        Add(parts, "kept out", after.Audience.Denied.Except(before.Audience.Denied));
        Add(parts, "no longer kept out", before.Audience.Denied.Except(after.Audience.Denied));
        foreach (var (setting, value) in after.Settings)
            if (before.Settings.GetValueOrDefault(setting) is var old && old != value) parts.Add(old is null ? $"{setting} = {value}" : $"{setting} {old} → {value}");
        return Sentence.Of(new Inline.Strong(place), ": ", parts.Count == 0 ? "the same people as now" : string.Join("; ", parts));
    }

    private static void Add(List<string> parts, string what, System.Collections.Immutable.ImmutableSortedSet<string> who)
    {
        if (who.Count > 0) parts.Add($"{what}: {string.Join(", ", who)}");
    }

    private static string Everybody(Plan plan) =>
        plan.Flags.Values.FirstOrDefault(flag => flag.Use == FlagUse.Exposure) is { Unit.Length: > 0 } dial ? $"all {dial.Unit}s" : "everybody";
}

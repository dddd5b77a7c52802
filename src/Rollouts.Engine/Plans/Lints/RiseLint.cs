namespace Rollouts.Engine;

/// <summary>Nothing rises without a gate that asks something.</summary>
internal static class RiseLint
{
    public static void Check(Plan plan, Findings findings)
    {
        var before = Exposure.None;
        for (var p = 0; p < plan.Phases.Length; p++)
        {
            var phase = plan.Phases[p];
            for (var s = 0; s < phase.Steps.Length; s++)
            {
                var step = phase.Steps[s];
                Gate[] gates = s > 0 ? [phase.Steps[s - 1].Next] : [p > 0 ? plan.Phases[p - 1].Exit : plan.Go, phase.Enter];
                if (Rises(plan, before, step.Exposure) && gates.All(gate => gate.AsksNothing) && CouldReadGates(plan, p, s, findings))
                    findings.Error(step, $"{new Position(p, s).Name(plan)} lets more in behind a gate that asks nothing", Hint(plan, p, s));
                before = step.Exposure;
            }

            if (phase.Members is not null) CheckMembers(plan, p, phase.Members, findings);
        }

        foreach (var gate in plan.Gates.Values.Where(gate => gate.AsksNothing))
            findings.Error(gate, $"the gate '{gate.Name}' asks nothing", "give it criteria, or an approval");
    }

    /// <summary>A gate that could not be read may ask something.</summary>
    private static bool CouldReadGates(Plan plan, int phase, int step, Findings findings) =>
        findings.CouldRead(plan.Phases[phase]) && (step > 0 || findings.CouldRead(phase > 0 ? plan.Phases[phase - 1] : PlanScope.GoKey));

    private static void CheckMembers(Plan plan, int number, MemberAdmission admission, Findings findings)
    {
        var phase = plan.Phases[number];
        var opened = !phase.Enter.AsksNothing || !(number > 0 ? plan.Phases[number - 1].Exit : plan.Go).AsksNothing;
        for (var wave = 0; wave < admission.Waves.Length; wave++)
            if (admission.Waves[wave].Gate.AsksNothing && (wave > 0 || !opened) && CouldReadGates(plan, number, 0, findings))
                findings.Error(admission.Waves[wave], FormattableString.Invariant($"wave {wave + 1} of {phase.Name} lets members in behind a gate that asks nothing"), "give the wave a gate, such as [every active track passes]");
    }

    private static bool Rises(Plan plan, Exposure before, Exposure after) =>
        after.Audience.IsRiseFrom(before.Audience)
        || plan.Settings.Values.Any(setting => SettingValue.IsRise(Value(before, setting), Value(after, setting), setting.Looser));

    private static string Value(Exposure exposure, GovernedSetting setting) => exposure.Settings.GetValueOrDefault(setting.Name, setting.Value);

    private static string Hint(Plan plan, int phase, int step) =>
        step > 0 ? "give the step before it a gate, or an approval"
        : phase > 0 ? $"give {plan.Phases[phase - 1].Name} a gate, or {plan.Phases[phase].Name} an 'enter'"
        : $"give {plan.Phases[phase].Name} an 'enter', or the plan a 'go'";
}

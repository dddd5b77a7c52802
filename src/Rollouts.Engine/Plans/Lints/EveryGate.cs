namespace Rollouts.Engine;

/// <summary>All gates, reactions and actions of a plan, wherever they stand.</summary>
internal static class EveryGate
{
    public static IEnumerable<Gate> GatesOf(Plan plan) =>
        plan.Phases.SelectMany(phase => phase.Steps.Select(step => step.Next).Append(phase.Enter).Append(phase.Exit))
            .Concat(MemberGatesOf(plan)).Concat(plan.Gates.Values).Append(plan.Go).Append(plan.Close);

    public static IEnumerable<Gate> MemberGatesOf(Plan plan) =>
        plan.Phases.Where(phase => phase.Members is not null).SelectMany(phase => phase.Members!.Waves.Select(wave => wave.Gate).Append(phase.Members.Gate));

    public static IEnumerable<Reaction> ReactionsOf(Gate gate) =>
        gate.Criteria.Select(criterion => criterion.Missed).Append(gate.OnCriticalMiss).Append(gate.OnTooManyMissed).Concat(gate.NoData is { } grace ? [grace.Then] : []);

    public static IEnumerable<ProcedureAction> ActionsOf(Plan plan) =>
        plan.Procedures.Values.Append(plan.WayBack).Concat(plan.Drills.Values.Select(drill => drill.Procedure)).SelectMany(procedure => procedure.Actions);

    public static IEnumerable<Criterion.OfMetric> MetricCriteriaOf(Plan plan) =>
        GatesOf(plan).SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion)
            .Concat(plan.Triggers.Select(trigger => trigger.When))
            .Concat(ActionsOf(plan).OfType<ProcedureAction.Verify>().Select(action => action.Criterion))
            .Concat(plan.Settings.Values.Select(setting => setting.Apply?.Confirm).OfType<Criterion>())
            .OfType<Criterion.OfMetric>();
}

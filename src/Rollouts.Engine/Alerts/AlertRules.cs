namespace Rollouts.Engine;

/// <summary>The rules whose alerts a plan asks for, in triggers, gates and checks.</summary>
internal static class AlertRules
{
    public static IReadOnlySet<string> Of(Plan plan) =>
        EveryGate.GatesOf(plan).SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion)
            .Concat(plan.Triggers.Select(trigger => trigger.When))
            .Concat(EveryGate.ActionsOf(plan).OfType<ProcedureAction.Verify>().Select(action => action.Criterion))
            .Select(RuleOf).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static string? RuleOf(Criterion criterion) => criterion switch
    {
        Criterion.OfAlert alert => alert.Rule,
        Criterion.OfTally { Tally: Tally.Alerts, Of: { Length: > 0 } rule } => rule,
        _ => null,
    };
}

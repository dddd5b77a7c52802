using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>The numbers that a plan holds against a metric: those of a phase's gates while it is exposed, those of triggers all the time.</summary>
internal static class KpiLimits
{
    public static ImmutableArray<KpiLimit> Of(Plan plan, string metric, string scope, ImmutableArray<PhaseSpan> phases, DateTimeOffset from, DateTimeOffset until)
    {
        var limits = ImmutableArray.CreateBuilder<KpiLimit>();
        foreach (var span in phases)
        {
            var gates = span.Phase == "watch" ? [plan.Close] : plan.Phases.Where(phase => phase.Name == span.Phase)
                .SelectMany(phase => phase.Steps.Select(step => step.Next).Append(phase.Exit).Concat(phase.Members is { } members ? [members.Gate] : []));
            foreach (var criterion in gates.SelectMany(gate => gate.Criteria))
                if (Limit(criterion.Criterion, metric, scope) is var (comparison, value) && comparison.Length > 0) limits.Add(new("gate", criterion.Rule, comparison, value, span.From, span.Until));
        }

        foreach (var trigger in plan.Triggers)
            if (Limit(trigger.When, metric, scope) is var (comparison, value) && comparison.Length > 0) limits.Add(new("trigger", trigger.Rule, comparison, value, from, until));
        return [.. limits.Distinct()];
    }

    private static (string Comparison, double Value) Limit(Criterion criterion, string metric, string scope) =>
        criterion is Criterion.OfMetric { Threshold: Threshold.Absolute limit } of && of.Metric == metric && (of.Scope is null || of.Scope == scope)
            ? (of.Comparison.Sign(), limit.Quantity.Value)
            : ("", 0);
}

using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Puts the phases one after the other, so that every step gets its whole exposure.</summary>
internal static class Sequence
{
    public static ImmutableArray<Phase> Of(ImmutableArray<PhaseDraft> drafts, PlanScope scope)
    {
        var before = Exposure.None;
        var phases = ImmutableArray.CreateBuilder<Phase>();
        foreach (var draft in drafts)
        {
            var steps = ImmutableArray.CreateBuilder<Step>();
            foreach (var step in draft.Steps)
            {
                var made = step.Step with { Exposure = step.Change?.After(before, scope) ?? before };
                scope.Mark(made, step.Node);
                steps.Add(made);
                before = made.Exposure;
            }

            var phase = draft.Phase with { Steps = steps.ToImmutable() };
            scope.Mark(phase, draft.Node);
            phases.Add(phase);
        }

        return phases.ToImmutable();
    }
}

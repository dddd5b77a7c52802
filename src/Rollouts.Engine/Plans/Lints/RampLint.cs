namespace Rollouts.Engine;

/// <summary>No step rises above the plan's largest factor.</summary>
internal static class RampLint
{
    public static void Check(Plan plan, Findings findings)
    {
        if (plan.Ramp.AtMost is not { } factor) return;
        Step? before = null;
        foreach (var step in plan.Phases.SelectMany(phase => phase.Steps))
        {
            var from = before?.Exposure.Audience.Percent ?? Percent.Zero;
            var to = step.Exposure.Audience.Percent;
            if (!plan.Ramp.Allows(from, to) && (before is null || findings.CouldRead(before)))
                findings.Error(
                    step, FormattableString.Invariant($"from {from} to {to} is {to.Value / from.Value:0.##}x, and the ramp allows {factor:0.##}x"),
                    FormattableString.Invariant($"take a step of at most {Math.Min(100, from.Value * factor):0.###} % in between"));
            before = step;
        }
    }
}

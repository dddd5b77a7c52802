namespace Rollouts.Engine;

/// <summary>What <c>check</c> holds against a plan as a whole. Errors first; doubts only about a plan without errors.</summary>
internal static class PlanLints
{
    public static void Check(Plan plan, PlanScope scope)
    {
        scope.Problems.EndOfReading();
        var findings = new Findings(scope);
        NameLint.Check(plan, findings);
        RampLint.Check(plan, findings);
        RiseLint.Check(plan, findings);
        WindowLint.Check(plan, findings);
        MetricLint.Check(plan, findings);
        TurnOffLint.Check(plan, findings);
        SettingLint.Check(plan, findings);
        MemberLint.Check(plan, findings);
        SizeLint.Check(plan, findings);
        if (!scope.Problems.Any) Doubts.Raise(plan, findings);
    }
}

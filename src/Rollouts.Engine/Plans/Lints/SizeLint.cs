namespace Rollouts.Engine;

/// <summary>What a step lets in and denies by name fits into its flags. What others keep in a flag beside it is not known here.</summary>
internal static class SizeLint
{
    public static void Check(Plan plan, Findings findings)
    {
        var dials = plan.Flags.Values.Where(flag => flag.Use == FlagUse.Exposure).Select(flag => flag.Key(plan.Label)).ToList();
        foreach (var step in plan.Phases.SelectMany(phase => phase.Steps).Where(findings.CouldRead))
        {
            if (dials.Select(key => Fault(key, step.Exposure.Audience)).OfType<string>().FirstOrDefault() is not { } fault) continue;
            findings.Error(step, fault, "allow group:name, and put the users into that group");
            return;
        }
    }

    private static string? Fault(GovernedKey key, AudienceExposure audience)
    {
        try
        {
            FlagContent.Apply(null, key, new KeyDocument.Dial(true, audience));
            return null;
        }
        catch (FlagContentException problem)
        {
            return problem.Message;
        }
    }
}

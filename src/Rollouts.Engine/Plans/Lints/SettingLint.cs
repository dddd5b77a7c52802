namespace Rollouts.Engine;

/// <summary>Which of two values is looser must be certain, or every way back would leave the setting as it is.</summary>
internal static class SettingLint
{
    public static void Check(Plan plan, Findings findings)
    {
        foreach (var dial in plan.Settings.Values.Where(setting => setting.Dial is not null))
            foreach (var step in plan.Phases.SelectMany(phase => phase.Steps).Where(step => step.Exposure.Settings.ContainsKey(dial.Name)))
                findings.Error(step, $"the dial {dial.Name} follows the percent of the exposure", "write percent: 10, and not the setting's value");
        foreach (var setting in plan.Settings.Values.Where(setting => setting.Looser != Looser.Unknown))
        {
            if (!Compares(setting.Value)) findings.Error(setting, Message(setting, setting.Value), Hint);
            foreach (var step in plan.Phases.SelectMany(phase => phase.Steps))
                if (step.Exposure.Settings.TryGetValue(setting.Name, out var value) && !Compares(value))
                    findings.Error(step, Message(setting, value), Hint);
        }
    }

    private const string Hint = "write a number such as 10 or 50 MB, or unlimited; or say looser: unknown";

    private static bool Compares(string value) => value == "unlimited" || Quantity.TryParse(value, out _);

    private static string Message(GovernedSetting setting, string value) => $"'{value}' cannot be compared, so no move of {setting.Name} is known to be to the looser side";
}

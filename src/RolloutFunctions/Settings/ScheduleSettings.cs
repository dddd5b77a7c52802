using Microsoft.Extensions.Options;

namespace RolloutFunctions;

/// <summary>When the timers run, as Functions writes schedules: six fields, seconds first, in UTC. The host reads them by these names.</summary>
internal sealed class ScheduleSettings
{
    public string? GatherKpisSchedule { get; set; }

    public string? ReviewGatesSchedule { get; set; }
}

internal sealed class ScheduleSettingsRules : IValidateOptions<ScheduleSettings>
{
    private const int Fields = 6;

    public ValidateOptionsResult Validate(string? name, ScheduleSettings options)
    {
        string[] problems =
        [
            .. Problems(nameof(options.GatherKpisSchedule), options.GatherKpisSchedule, "0 * * * * *"),
            .. Problems(nameof(options.ReviewGatesSchedule), options.ReviewGatesSchedule, "0 */5 * * * *"),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(string setting, string? schedule, string usual)
    {
        if (string.IsNullOrEmpty(schedule)) yield return $"{setting} is not set: set it to a schedule of six fields, usually '{usual}'";
        else if (schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != Fields)
            yield return $"{setting} is '{schedule}', which is no schedule of six fields, seconds first, such as '{usual}'";
    }
}

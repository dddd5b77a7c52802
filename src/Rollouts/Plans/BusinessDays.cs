namespace Rollouts;

/// <summary>Working days: those of the plan's hours, else Monday to Friday, in the plan's time zone.</summary>
public static class BusinessDays
{
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>The end of the next working day after the day of <paramref name="at"/>: when the plan's hours end, else midnight.</summary>
    public static DateTimeOffset EndOfNext(Plan plan, DateTimeOffset at)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(plan.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).AddDays(1);
        while (!(plan.Hours is { } hours ? hours.Days.Contains(day.DayOfWeek) : Weekdays.Contains(day.DayOfWeek))) day = day.AddDays(1);
        var end = plan.Hours is { } some ? day.ToDateTime(some.Until) : day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(end)) end = end.AddHours(1);
        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }
}

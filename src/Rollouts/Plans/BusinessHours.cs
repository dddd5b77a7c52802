using System.Collections.Immutable;

namespace Rollouts;

/// <summary>The only hours in which anything may rise: days of the week and a time of day in the plan's time zone. Start included, end excluded. Never holds back a way back.</summary>
/// <param name="TimeZone">Its IANA name.</param>
public sealed record BusinessHours(ImmutableArray<DayOfWeek> Days, TimeOnly From, TimeOnly Until, string TimeZone)
{
    public bool Open(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
        var time = TimeOnly.FromDateTime(local.DateTime);
        return Days.Contains(local.DayOfWeek) && time >= From && time < Until;
    }

    /// <summary>The next opening after <paramref name="after"/>.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset after) => new ReviewSchedule.Weekly(Days, From, TimeZone).NextAfter(after, after);

    public override string ToString() => FormattableString.Invariant($"{string.Join(", ", Days)} {From:HH:mm} to {Until:HH:mm} {TimeZone}");
}

/// <summary>Dates between which a phase or wave is to be entered. Start included, end excluded. After it a person has to say that it goes on all the same.</summary>
public sealed record LaunchWindow(DateTimeOffset From, DateTimeOffset Until);

using System.Collections.Immutable;

namespace Rollouts;

/// <summary>When people look. Either a cadence from the phase's beginning (hourly for 3 days, then daily) or days of the week at a time.</summary>
public abstract record ReviewSchedule
{
    private ReviewSchedule()
    {
    }

    /// <summary>Cadences one after the other, from the beginning of the step; the last one has no end.</summary>
    public sealed record Cadence(ImmutableArray<CadencePart> Parts) : ReviewSchedule;

    /// <summary>On days of the week at a time of day in the plan's time zone; <paramref name="TimeZone"/> is its IANA name.</summary>
    public sealed record Weekly(ImmutableArray<DayOfWeek> Days, TimeOnly Time, string TimeZone) : ReviewSchedule;

    /// <summary>The first review after <paramref name="after"/>, for a step that began at <paramref name="began"/>.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset after, DateTimeOffset began) => this switch
    {
        Cadence cadence => NextInCadence(cadence, after, began),
        Weekly weekly => NextWeekly(weekly, after),
        _ => throw new InvalidOperationException($"unknown review schedule {GetType().Name}"),
    };

    private static DateTimeOffset NextInCadence(Cadence cadence, DateTimeOffset after, DateTimeOffset began)
    {
        var start = began;
        foreach (var part in cadence.Parts)
        {
            var intervals = after < start ? 1 : (long)Math.Floor((after - start) / part.Every) + 1;
            var next = start + part.Every * intervals;
            if (part.For is not { } length || next <= start + length) return next;
            start += length;
        }

        throw new InvalidOperationException("the last cadence of a review schedule has no end");
    }

    private static DateTimeOffset NextWeekly(Weekly weekly, DateTimeOffset after)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(weekly.TimeZone);
        var local = TimeZoneInfo.ConvertTime(after, zone);
        for (var days = 0; ; days++)
        {
            var day = DateOnly.FromDateTime(local.DateTime).AddDays(days);
            if (!weekly.Days.Contains(day.DayOfWeek)) continue;
            var wall = day.ToDateTime(weekly.Time);
            if (zone.IsInvalidTime(wall)) wall = wall.AddHours(1);
            var at = new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
            if (at > after) return at;
        }
    }
}

/// <summary><paramref name="Every"/> so long, during <paramref name="For"/>; null for the rest of the time.</summary>
public sealed record CadencePart(TimeSpan Every, TimeSpan? For);

using System.Globalization;
using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A window of the calendar that holds back every rise, in the plan's time zone.</summary>
internal sealed class FreezeShape : MappingShape<Freeze>
{
    private readonly Key<DateTime> from;
    private readonly Key<DateTime> until;
    private readonly Key<string> why;

    public FreezeShape()
        : base("freeze", "a freeze", "A window of the calendar that holds back every rise, and never a way back.")
    {
        from = Required("from", Words.Of<DateTime>("a day, with or without a time", "2026-12-24, or 2026-12-24 18:00", TryDay), "Its start: 2026-12-24 or 2026-12-24 18:00, in the plan's time zone.");
        until = Required("until", Words.Of<DateTime>("a day, with or without a time", "2026-12-24, or 2026-12-24 18:00", TryDay), "Its end, not included.");
        why = Required("why", Words.Text, "The reason, shown where it holds something back.");
    }

    protected override Freeze? Make(Fields fields)
    {
        if (!fields.TryGet(from, out var start) || !fields.TryGet(until, out var end)) return null;
        if (end <= start) fields.Scope.Problems.Error(fields.At(until).Start, "the freeze ends before it begins", "'until' is later than 'from'");
        return new(InZone(start, fields.Scope.TimeZone), InZone(end, fields.Scope.TimeZone), fields.Or(why, ""));
    }

    private static DateTimeOffset InZone(DateTime wall, string timeZone)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : TimeZoneInfo.Utc;
        if (zone.IsInvalidTime(wall)) wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    private static bool TryDay(string text, out DateTime value) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
        && value.Year is > 2000 and < 3000;
}

/// <summary>A procedure on a schedule: check-ins, audits.</summary>
internal sealed class RoutineShape : MappingShape<Routine>
{
    public const string Watch = "watch";

    private readonly Key<string> name;
    private readonly Key<ReviewSchedule> every;
    private readonly Key<ImmutableArray<string>> phases;
    private readonly Key<string> run;

    public RoutineShape()
        : base("routine", "a routine", "A procedure that runs on a schedule.")
    {
        name = Required("name", Words.Name, "What people call it; unique in the plan.");
        every = Required("when", new ScheduleShape(), "Its schedule: every 30d, every monday 09:00.");
        phases = Optional("phases", new ListShape<string>("a list of phases", Words.Name), "The phases it runs in, and watch for the time after the last; all if not given.");
        run = Required("run", References.Procedure, "The procedure that runs.");
    }

    protected override Routine? Make(Fields fields)
    {
        foreach (var item in (fields.Has(phases) ? fields.At(phases) as PlanNode.List : null)?.Items ?? [])
            if (item is PlanNode.Scalar scalar && scalar.Text != Watch) fields.Scope.Refer(NameKind.Phase, scalar.Text, scalar.Start);
        return fields.Find(every) is { } when && fields.Find(name) is { } called && fields.Find(run) is { } procedure
            ? new(called, when, fields.Or(phases, []), procedure)
            : null;
    }
}

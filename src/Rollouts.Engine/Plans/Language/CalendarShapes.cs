using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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
        from = Required("from", Days.Shape, "Its start: 2026-12-24 or 2026-12-24 18:00, in the plan's time zone.");
        until = Required("until", Days.Shape, "Its end, not included.");
        why = Required("why", Words.Text, "The reason, shown where it holds something back.");
    }

    protected override Freeze? Make(Fields fields)
    {
        if (!fields.TryGet(from, out var start) || !fields.TryGet(until, out var end)) return null;
        if (end <= start) fields.Scope.Problems.Error(fields.At(until).Start, "the freeze ends before it begins", "'until' is later than 'from'");
        return new(Days.InZone(start, fields.Scope.TimeZone), Days.InZone(end, fields.Scope.TimeZone), fields.Or(why, ""));
    }
}

/// <summary>Days and times of day as plans write them, in the plan's time zone.</summary>
internal static class Days
{
    public static Shape<DateTime> Shape { get; } =
        Words.Of<DateTime>("a day, with or without a time", "2026-12-24, or 2026-12-24 18:00", TryRead);

    public static DateTimeOffset InZone(DateTime wall, string timeZone)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : TimeZoneInfo.Utc;
        if (zone.IsInvalidTime(wall)) wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    public static bool TryRead(string text, out DateTime value) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
        && value.Year is > 2000 and < 3000;
}

/// <summary>The dates between which a phase or wave is to be entered.</summary>
internal sealed class WindowShape : MappingShape<LaunchWindow>
{
    private readonly Key<DateTime> from;
    private readonly Key<DateTime> until;

    public WindowShape()
        : base("window", "a window", "The dates between which something is to be entered. After it a person has to resume first.")
    {
        from = Required("from", Days.Shape, "Its start: 2026-03-02 or 2026-03-02 09:00, in the plan's time zone.");
        until = Required("until", Days.Shape, "Its end, not included.");
    }

    protected override LaunchWindow? Make(Fields fields)
    {
        if (!fields.TryGet(from, out var start) || !fields.TryGet(until, out var end)) return null;
        if (end <= start) fields.Scope.Problems.Error(fields.At(until).Start, "the window ends before it begins", "'until' is later than 'from'");
        return new(Days.InZone(start, fields.Scope.TimeZone), Days.InZone(end, fields.Scope.TimeZone));
    }
}

/// <summary>The only hours in which anything may rise: <c>weekday 09:00-17:00</c>, <c>monday and tuesday 10:00-16:00</c>.</summary>
internal sealed partial class HoursShape : Shape<BusinessHours>
{
    [GeneratedRegex("^(?<days>[a-z, ]+?) +(?<from>[0-9]{1,2}:[0-9]{2}) *(?:-|to) *(?<until>[0-9]{1,2}:[0-9]{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern { get; }

    public override string What => "hours";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out BusinessHours value)
    {
        value = null;
        if (node is PlanNode.Scalar scalar && Pattern.Match(scalar.Text.Trim()) is { Success: true } match
            && ScheduleShape.DaysOf(match.Groups["days"].Value) is { } days
            && ScheduleShape.TryTime(match.Groups["from"].Value, out var from) && ScheduleShape.TryTime(match.Groups["until"].Value, out var until) && from < until)
            value = new(days, from, until, scope.TimeZone);
        if (value is null) scope.Problems.Error(node.Start, $"{node.What} are no hours", "write 'weekday 09:00-17:00' or 'monday and tuesday 10:00-16:00'");
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string" };
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

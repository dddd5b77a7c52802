using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>By which day something is due: one of the calendar, or the next of the week.</summary>
internal sealed record DueDay(DateTimeOffset? On, ReviewSchedule.Weekly? Next);

/// <summary>Days that a task is due on: <c>2026-02-27</c>, <c>2026-02-27 18:00</c>, <c>wednesday 15:00</c>; in the plan's time zone.</summary>
internal sealed class DueDayShape : Shape<DueDay>
{
    public override string What => "a day";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out DueDay value)
    {
        var text = node is PlanNode.Scalar scalar ? scalar.Text.Trim() : "";
        value = Days.TryRead(text, out var day) ? new(Days.InZone(day, scope.TimeZone), null)
            : ScheduleShape.ReadWeekly("every " + text, scope.TimeZone) is { } next ? new(null, next)
            : null;
        if (value is null) scope.Problems.Error(node.Start, $"{node.What} is no day that something is due on", "write 2026-12-24, '2026-12-24 18:00' or 'wednesday 15:00'");
        return value is not null;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string" };
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What people do without being told, or <c>by hand</c>: only what the story says.</summary>
/// <param name="Wait">Null for by hand.</param>
internal sealed record Habit(TimeSpan? Wait);

/// <summary><c>as asked</c>, <c>as asked after 2h</c>, or <c>by hand</c>.</summary>
internal sealed class HabitShape(string word) : Shape<Habit>
{
    public static HabitShape Asked { get; } = new("as asked");

    public static HabitShape Needed { get; } = new("as needed");

    public override string What => "a habit";

    public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out Habit value)
    {
        var text = (node as PlanNode.Scalar)?.Text.Trim() ?? "";
        value = text == "by hand" ? new((TimeSpan?)null)
            : text == word ? new(TimeSpan.Zero)
            : text.StartsWith(word + " after ", StringComparison.Ordinal) && Span.TryParse(text[(word.Length + 7)..], out var wait) ? new(wait)
            : null;
        if (value is not null) return true;
        scope.Problems.Error(node.Start, $"{node.What} is no habit", $"write {word}, {word} after 2h, or by hand");
        return false;
    }

    public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string", ["pattern"] = $"^(by hand|{word}( after .+)?)$" };
}

/// <summary>The keys of the habits, which a file, a scenario and a moment have alike.</summary>
internal sealed record HabitKeys(Key<Habit> Approvals, Key<Habit> Items, Key<Habit> Drills, Key<Habit> Tasks)
{
    public static HabitKeys Declare(Func<string, Shape<Habit>, string, Key<Habit>> optional) => new(
        optional("approvals", HabitShape.Asked, "as asked: every role that is asked says yes at once; as asked after 2h; by hand: only the story approves (if not given)."),
        optional("items", HabitShape.Needed, "as needed: checklist items are marked, with evidence, when a gate waits for them; as needed after 2h; by hand: only the story marks (if not given)."),
        optional("drills", HabitShape.Needed, "as needed: a drill that a gate waits for is held, and the launch resumed after it; by hand: only the story drills (if not given)."),
        optional("tasks", HabitShape.Asked, "as asked: every task is done at once by its owner; as asked after 2h; by hand: only the story completes tasks (if not given)."));

    public bool AnyIn(Fields fields) => fields.Has(Approvals) || fields.Has(Items) || fields.Has(Drills) || fields.Has(Tasks);

    public Habits Read(Fields fields, Habits before) => new(
        fields.Find(Approvals) is { } approvals ? approvals.Wait : before.Approvals,
        fields.Find(Items) is { } items ? items.Wait : before.Items,
        fields.Find(Drills) is { } drills ? drills.Wait : before.Drills,
        fields.Find(Tasks) is { } tasks ? tasks.Wait : before.Tasks);
}

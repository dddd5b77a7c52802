using System.Collections.Immutable;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>One line of the story: when, what is done, and what must be true after it.</summary>
internal sealed class MomentShape : MappingShape<Moment>
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(60);

    private readonly List<Func<Fields, Deed?>> deeds = [];
    private readonly Key<Told> at;
    private readonly Key<ImmutableArray<Expectation>> when;
    private readonly Key<TimeSpan> within;
    private readonly Key<string> refused;
    private readonly Key<ImmutableArray<Expectation>> expect;
    private readonly HabitKeys habits;

    public MomentShape()
        : base("moment", "a moment", "A time of the story: first its time comes (and its condition), then its deeds are done in the order they stand in, then its expectations are looked at.")
    {
        at = Optional("at", new TimeTextShape(), "When: 3d 15m since the start, +15m since the moment above, P2 + 1d after P2 was exposed (or P3 step 2, a member, watch), or 2026-03-05 09:00; the time of the moment above if not given.");
        when = Optional("when", ExpectShape.Instance, "Waits until all of this is true.");
        within = Optional("within", Words.Duration, "How long is waited for 'when', or for a phase that 'at' names; 60d if not given.");
        DeedWords.Of(this);
        habits = HabitKeys.Declare((name, shape, meaning) => Optional(name, shape, "From now on: " + meaning));
        refused = Optional("refused", Words.Text, "The deeds must be refused, with a reason that contains this text. Without it they must be accepted.");
        expect = Optional("expect", ExpectShape.Instance, "What must be true then.");
    }

    /// <summary>Adds something that people or systems do.</summary>
    /// <param name="act">Does it; the text is the deed's word, for messages.</param>
    public void Deed<T>(string word, Shape<T> shape, string meaning, Action<Performance, T> act)
    {
        var key = Optional(word, shape, meaning);
        deeds.Add(fields => fields.Has(key) && fields.TryGet(key, out var value) ? new(PlaceOf(fields, word), word, performance => act(performance, value)) : null);
    }

    protected override Moment? Make(Fields fields)
    {
        var scope = (ScenarioScope)fields.Scope;
        var time = fields.Find(at) is { } text ? MomentTime.Read(text.Text, scope.Anchors, scope.TimeZone) : new MomentTime.Now();
        if (time is null && scope.Plan is not null)
            scope.Problems.Error(fields.At(at).Start, $"'{fields.Find(at)}' is no time of the story", "write 3d 15m, +15m, P2 + 1d (a phase, a step, a member or watch), or 2026-03-05 09:00");
        var done = deeds.Select(deed => deed(fields)).OfType<Deed>().ToList();
        if (habits.AnyIn(fields)) done.Add(new(fields.Map.Start, "habits", performance => performance.Habits = habits.Read(fields, performance.Habits)));
        var place = fields.Has(at) ? PlaceOf(fields, "at") : fields.Has(when) ? PlaceOf(fields, "when") : fields.Map.Start;
        var refusal = fields.Find(refused) is { } reason ? Refusal(PlaceOf(fields, "refused"), reason) : null;
        return new(
            place, time ?? new MomentTime.Now(), fields.Or(when, []), fields.Or(within, LongestWait),
            [.. done.OrderBy(deed => deed.Place)], refusal, fields.Or(expect, []));
    }

    private static Place PlaceOf(Fields fields, string word) => fields.Map.Find(word)!.Key.Start;

    private static Expectation Refusal(Place place, string reason) => new(place, "refused", reason, performance => new(
        performance.Refusals.Any(refusal => refusal.Reason.Contains(reason, StringComparison.OrdinalIgnoreCase)),
        performance.Refusals.Count == 0 ? "nothing was refused" : string.Join("; ", performance.Refusals.Select(refusal => $"{refusal.Word}: {refusal.Reason}"))));

    private sealed class TimeTextShape : Shape<Told>
    {
        public override string What => "a time of the story";

        public override bool TryRead(PlanNode node, PlanScope scope, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Told value) =>
            Texts.TryRead(node, scope, What, null, [], out value);

        public override System.Text.Json.Nodes.JsonObject Schema(SchemaBook book) => Texts.Schema([]);
    }
}

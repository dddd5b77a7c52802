using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>One launch in virtual time.</summary>
internal sealed class ScenarioShape : MappingShape<Scenario>
{
    private readonly Key<string> name;
    private readonly Key<string> about;
    private readonly Key<string> start;
    private readonly Key<string> startedBy;
    private readonly Key<ImmutableArray<WorldChange>> world;
    private readonly Key<TimeSpan> lasts;
    private readonly Key<ImmutableArray<Moment>> story;
    private readonly HabitKeys habits;

    public ScenarioShape()
        : base("scenario", "a scenario", "One launch in virtual time: its world, what people do, and what must be true when.")
    {
        name = Required("scenario", Words.Text, "Its name, as a sentence; unique in the file.");
        about = Optional("about", Words.Text, "What it is to show, where the name does not say it.");
        start = Optional("start", Words.Text, "When the launch is started: 2026-03-02 09:00, in the plan's time zone; as the file says if not given.");
        startedBy = Optional("started-by", Words.Text, "Who starts it: a role or a person; someone who has no role if not given.");
        world = Optional("world", new WorldShape(), "Metrics over time, over those of the file: error_rate: 0.5%, from 3d 12%. Times count from the start.");
        habits = HabitKeys.Declare(Optional);
        lasts = Optional("lasts", Words.Duration, "How long it runs at least; until the last moment of the story if not given.");
        story = Optional("story", new ListShape<Moment>("a story", new MomentShape()), "What is done and what must be true, in the order of time.");
    }

    protected override Scenario? Make(Fields fields)
    {
        var scope = (ScenarioScope)fields.Scope;
        if (scope.Plan is not { } plan || !fields.TryGet(name, out var called)) return null;
        var began = ScenarioFileShape.InstantOf(fields, start) ?? scope.Defaults.Start ?? ScenarioFileShape.UsualStart;
        ImmutableArray<WorldChange> changes = [.. scope.Defaults.World, .. fields.Or(world, [])];
        var silent = plan.Metrics.Keys.Where(metric => changes.All(change => change.Key.Metric != metric)).ToArray();
        if (silent.Length > 0)
            scope.Problems.Error(fields.Map.Start, $"the world says nothing of {string.Join(", ", silent)}", "add each to a world, with its value over time, or with: gone");
        return new(
            called, fields.Or(about, ""), fields.Map.Start.Line, began, fields.Find(startedBy) ?? scope.Defaults.StartedBy ?? "someone who starts",
            habits.Read(fields, scope.Defaults.Habits), changes, fields.Or(story, []), fields.FindValue(lasts));
    }
}

/// <summary>A scenario file.</summary>
internal sealed class ScenarioFileShape : MappingShape<ImmutableArray<Scenario>>
{
    private readonly Key<Told> plan;
    private readonly Key<string> start;
    private readonly Key<string> startedBy;
    private readonly Key<ImmutableArray<WorldChange>> world;
    private readonly Key<ImmutableArray<Scenario>> scenarios;
    private readonly HabitKeys habits;

    public ScenarioFileShape()
        : base("scenarios", "a scenario file", "Scenarios of a plan: launches in virtual time with what must be true of them.")
    {
        plan = Required("plan", new PathShape(), "The plan file, from where this file stands.");
        start = Optional("start", Words.Text, "When the launches are started: 2026-03-02 09:00, in the plan's time zone; that Monday if not given.");
        startedBy = Optional("started-by", Words.Text, "Who starts them: a role or a person; someone who has no role if not given.");
        world = Optional("world", new WorldShape(), "The metrics over time, for all scenarios that say nothing of their own: error_rate: 0.5% of 2,000.");
        habits = HabitKeys.Declare(Optional);
        scenarios = Required("scenarios", new ListShape<Scenario>("a list of scenarios", new ScenarioShape()), "The scenarios.");
    }

    /// <summary>A Monday morning in UTC.</summary>
    public static DateTimeOffset UsualStart { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset? InstantOf(Fields fields, Key<string> key)
    {
        if (!fields.Has(key) || fields.Find(key) is not { } text) return null;
        if (MomentTime.TryInstant(text, fields.Scope.TimeZone) is { } instant) return instant;
        fields.Scope.Problems.Error(fields.At(key).Start, $"'{text}' is no time", "write 2026-03-02 09:00");
        return null;
    }

    protected override ImmutableArray<Scenario> Make(Fields fields)
    {
        var scope = (ScenarioScope)fields.Scope;
        if (fields.Find(plan) is { } path) scope.Open(path.Text, path.Place);
        scope.Defaults = new(InstantOf(fields, start), fields.Find(startedBy), habits.Read(fields, Habits.ByHand), fields.Or(world, []));
        var read = fields.Or(scenarios, []);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var twice in read.Where(scenario => !names.Add(scenario.Name)))
            scope.Problems.Error(new(twice.Line, 1), $"a second scenario is named '{twice.Name}'", "give it another name");
        return read;
    }

    private sealed class PathShape : Shape<Told>
    {
        public override string What => "a plan file";

        public override bool TryRead(PlanNode node, PlanScope scope, [MaybeNullWhen(false)] out Told value) => Texts.TryRead(node, scope, What, null, [], out value);

        public override JsonObject Schema(SchemaBook book) => new() { ["type"] = "string" };
    }
}

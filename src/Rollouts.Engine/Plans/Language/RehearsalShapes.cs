using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>A procedure that is rehearsed for real.</summary>
internal sealed class DrillShape : MappingShape<Drill>
{
    private readonly Key<TimeSpan> within;
    private readonly Key<ImmutableArray<ProcedureAction>> act;

    public DrillShape()
        : base("drill", "a drill", "A procedure that is rehearsed for real, in a declared window whose events count for no trigger.")
    {
        within = Required("within", Words.Duration, "How long the window is open; a drill that is not through by then has failed.");
        act = Required("do", ActionShape.List, "The actions that are rehearsed.");
    }

    protected override Drill? Make(Fields fields) => new("", new("", fields.Or(act, [])), fields.Or(within, TimeSpan.FromHours(1)));
}

/// <summary>What an incident of a severity asks for.</summary>
internal sealed class IncidentShape : MappingShape<IncidentRule>
{
    private readonly Key<string> commander;
    private readonly Key<string> channel;
    private readonly Key<ImmutableArray<ProcedureAction>> tasks;

    public IncidentShape()
        : base("incident", "an incident's rule", "What an incident of this severity asks for.")
    {
        commander = Optional("commander", References.Role, "Who leads it.");
        channel = Optional("channel", ChannelName.Shape, "Where it is told of; the plan's channel if not given.");
        tasks = Optional("tasks", new ListShape<ProcedureAction>("a list of tasks", new TaskShape()), "What must be done, each within a time of its opening.");
    }

    protected override IncidentRule? Make(Fields fields) =>
        new("", fields.Find(commander), [.. fields.Or(tasks, []).OfType<ProcedureAction.AskTask>()]) { Channel = fields.Find(channel) };
}

/// <summary>How fast exposure may rise.</summary>
internal sealed class RampShape : MappingShape<RampRule>
{
    private readonly Key<double> atMost;
    private readonly Key<TimeSpan> shortestBake;

    public RampShape()
        : base("ramp", "a ramp rule", "How fast exposure may rise. Taking back is always at once.")
    {
        atMost = Optional("at-most", Words.Factor, "The largest factor from one step to the next, above 0 percent: 2x.");
        shortestBake = Optional("shortest-bake", Words.Duration, "The shortest time at any step before the next rise.");
    }

    protected override RampRule? Make(Fields fields) => new(fields.FindValue(atMost), fields.Or(shortestBake, TimeSpan.Zero));
}

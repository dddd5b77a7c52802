using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Rollouts.Engine;

/// <summary>The whole document. Keys may stand in any order; what others rest on is read first.</summary>
internal sealed class PlanShape : MappingShape<Plan>
{
    private static readonly string[] Commands = ["pause", "resume", "promote", "roll-back", "throw", "abort", "close", "drill", "mark", "resolve", "silence", "acknowledge", "amend"];

    private readonly Key<string> plan;
    private readonly Key<string> title;
    private readonly Key<string> timezone;
    private readonly Key<string> label;
    private readonly Key<string> channel;
    private readonly Key<ImmutableSortedDictionary<string, ImmutableArray<Via>>> channels;
    private readonly Key<ImmutableSortedDictionary<string, Role>> roles;
    private readonly Key<ImmutableSortedDictionary<string, ImmutableArray<string>>> may;
    private readonly Key<ImmutableSortedDictionary<string, GovernedFlag>> flags;
    private readonly Key<ImmutableSortedDictionary<string, GovernedSetting>> settings;
    private readonly Key<ImmutableSortedDictionary<string, MetricSource>> sources;
    private readonly Key<ImmutableSortedDictionary<string, Metric>> metrics;
    private readonly Key<TimeSpan> observe;
    private readonly Key<TimeSpan> alertsStaleAfter;
    private readonly Key<AcknowledgeRule> acknowledge;
    private readonly Key<RampRule> ramp;
    private readonly Key<ImmutableArray<Freeze>> freeze;
    private readonly Key<BusinessHours> hours;
    private readonly Key<ImmutableArray<TriageRow>> triage;
    private readonly Key<ImmutableSortedDictionary<string, Gate>> gates;
    private readonly Key<Resumes> resume;
    private readonly Key<Gate> go;
    private readonly Key<ImmutableArray<PhaseDraft>> phases;
    private readonly Key<Gate> close;
    private readonly Key<ImmutableArray<Trigger>> triggers;
    private readonly Key<ImmutableArray<ProcedureAction>> wayBack;
    private readonly Key<ImmutableArray<ProcedureAction>> allClear;
    private readonly Key<ImmutableSortedDictionary<string, ImmutableArray<ProcedureAction>>> procedures;
    private readonly Key<ImmutableArray<Routine>> routines;
    private readonly Key<ImmutableSortedDictionary<string, Drill>> drills;
    private readonly Key<ImmutableSortedDictionary<string, IncidentRule>> incidents;
    private readonly Key<ImmutableSortedDictionary<string, string>> messages;

    public PlanShape()
        : base("plan", "a plan", "A launch plan: phases, who is let in, KPIs, gates, people who must agree, and what happens when it goes wrong.")
    {
        plan = Required("plan", Words.Slug, "The plan's name: lower case, digits and hyphens.");
        title = Required("title", Words.Text, "What people call the launch.");
        timezone = Optional("timezone", Words.Of<string>("a time zone", "an IANA name such as UTC or Europe/Berlin", TryTimeZone), "The IANA time zone of reviews, routines and freezes; UTC if not given.");
        label = Optional("label", Words.Name, "The environment whose flags and settings are governed, such as production.");
        channel = Optional("channel", ChannelName.Shape, "Where the launch is told about; #launch if not given.");
        channels = Optional("channels", new NamedShape<ImmutableArray<Via>>("channels with what carries them", NameKind.Channel, new ChannelWays(), (ways, _) => ways), "What carries the posts of a channel: slack, mail, webhook, or a list of these. The installation decides about channels that are not named here, and holds all addresses.");
        roles = Required("roles", new NamedShape<Role>("roles", NameKind.Role, new RoleShape(), (role, name) => role with { Name = name }), "Who takes part, by role.");
        may = Optional(
            "may", new NamedShape<ImmutableArray<string>>("commands with their roles", null, References.Roles, (list, _) => list),
            "The roles that may give a command: pause, resume, promote, roll-back, throw, abort, close, drill, mark, resolve, silence, acknowledge, amend. Pausing and taking back are open to everyone if not given, the others to every role.");
        flags = Optional("flags", new NamedShape<GovernedFlag>("flags", NameKind.Flag, new FlagShape(), (flag, name) => flag with { Name = name }), "The feature flags that the launch governs.");
        settings = Optional("settings", new NamedShape<GovernedSetting>("settings", NameKind.Setting, new SettingShape(), (setting, name) => setting with { Name = name }), "The settings that the launch governs.");
        sources = Optional("sources", new NamedShape<MetricSource>("sources", NameKind.Source, new SourceShape(), (source, name) => source with { Name = name }), "Where metrics come from.");
        metrics = Optional("metrics", new NamedShape<Metric>("metrics", NameKind.Metric, new MetricShape(), (metric, name) => metric with { Name = name }), "The KPIs: numbers and ratios with their sample sizes, read over windows.");
        observe = Optional("observe", Words.Duration, "How often readings are taken, by machine; 5m if not given.");
        alertsStaleAfter = Optional("alerts-stale-after", Words.Duration, "After this time an alert that never resolved is no data; 24h if not given.");
        acknowledge = Optional("acknowledge", new AcknowledgeShape(), "Who has to acknowledge an alert that fires, and how soon; nobody if not given.");
        ramp = Optional("ramp", new RampShape(), "How fast exposure may rise.");
        freeze = Optional("freeze", new ListShape<Freeze>("a list of freezes", new FreezeShape()), "Windows of the calendar that hold back every rise.");
        hours = Optional("hours", new HoursShape(), "The only hours in which anything may rise: weekday 09:00-17:00. They never hold back a way back.");
        triage = Optional("triage", new ListShape<TriageRow>("a list of rows", new TriageShape()), "The decision matrix: what people find, and what is then done.");
        gates = Optional("gates", new NamedShape<Gate>("gates", NameKind.Gate, GateShape.Shape, (gate, _) => gate), "Named gates, for resuming and re-arming.");
        resume = Optional("resume", ResumeShape.Shape, "The gate for resuming where nothing else is said, written: gate NAME; or one after a pause and one after a way back. A person is enough if not given.");
        go = Optional("go", GateShape.Shape, "The go / no-go gate before the first phase.");
        phases = Required("phases", new ListShape<PhaseDraft>("a list of phases", new PhaseShape()), "The stages of the launch, in order.");
        close = Optional("close", GateShape.Shape, "What must hold before the launch may be closed.");
        triggers = Optional("triggers", new ListShape<Trigger>("a list of triggers", new TriggerShape()), "Standing criteria, and what follows when they become true.");
        wayBack = Optional("way-back", ActionShape.List, "The procedure of every way back that names none; the exposure of the target is restored if not given.");
        allClear = Optional("all-clear", ActionShape.List, "The procedure run when the launch goes on after a way back or a halt.");
        procedures = Optional("procedures", new NamedShape<ImmutableArray<ProcedureAction>>("procedures", NameKind.Procedure, ActionShape.List, (actions, _) => actions), "Named lists of actions.");
        routines = Optional("routines", new ListShape<Routine>("a list of routines", new RoutineShape()), "Procedures that run on a schedule.");
        drills = Optional("drills", new NamedShape<Drill>("drills", NameKind.Drill, new DrillShape(), (drill, name) => drill with { Name = name, Procedure = drill.Procedure with { Name = name } }), "Procedures that are rehearsed for real.");
        incidents = Optional("incidents", new NamedShape<IncidentRule>("incidents by severity", NameKind.Severity, new IncidentShape(), (rule, severity) => rule with { Severity = severity }), "Severities of incidents, and what each asks for.");
        messages = Optional("messages", new NamedShape<string>("messages", NameKind.Message, Template.Shape, (text, _) => text), "Named texts. {cause}, {launch}, {rollout}, {phase}, {target}, {member} and {exposure} are filled in.");
    }

    protected override Plan? Make(Fields fields)
    {
        var scope = fields.Scope;
        scope.TimeZone = fields.Or(timezone, "UTC");
        scope.Observe = fields.Or(observe, scope.Observe);
        scope.Metrics = fields.Or(metrics, scope.Metrics);
        scope.Messages = fields.Or(messages, scope.Messages);
        var ways = fields.Or(channels, Sorted.Empty<ImmutableArray<Via>>());
        if (fields.Has(observe)) scope.Mark(PlanScope.ObserveKey, fields.At(observe));
        if (fields.Has(go)) scope.Mark(PlanScope.GoKey, fields.At(go));
        CheckCommands(fields);
        var drafts = fields.Or(phases, []);
        var made = Sequence.Of(drafts, scope);
        foreach (var draft in drafts.SkipLast(1).Where(draft => draft.ThenWatch))
            scope.Problems.Error(draft.Node.Start, $"{draft.Phase.Name} is followed by a phase, not by the watch", "write then: watch in the last phase");
        var allActions = fields.Or(procedures, Sorted.Empty<ImmutableArray<ProcedureAction>>())
            .ToImmutableSortedDictionary(each => each.Key, each => new Procedure(each.Key, each.Value), StringComparer.Ordinal);
        if (fields.Has(allClear)) allActions = allActions.SetItem(Procedures.AllClear, new(Procedures.AllClear, fields.Or(allClear, [])));
        return new(
            fields.Or(plan, ""), fields.Or(title, ""), scope.TimeZone, fields.Or(label, ""),
            fields.Or(roles, Sorted.Empty<Role>()), fields.Or(flags, Sorted.Empty<GovernedFlag>()),
            fields.Or(settings, Sorted.Empty<GovernedSetting>()), fields.Or(sources, Sorted.Empty<MetricSource>()),
            scope.Metrics, scope.Messages, fields.Or(ramp, RampRule.None), scope.Observe, fields.Or(freeze, []), Gates.Named(fields.Find(go), "go", scope), made,
            TriggersOf(fields), allActions, new(Procedures.WayBack, fields.Or(wayBack, [new ProcedureAction.RestoreExposure()])),
            fields.Has(allClear) ? Procedures.AllClear : null, fields.Or(routines, []), fields.Or(may, Sorted.Empty<ImmutableArray<string>>()),
            GatesOf(fields), fields.Find(resume)?.Pause, fields.Or(drills, Sorted.Empty<Drill>()),
            fields.Or(incidents, Sorted.Empty<IncidentRule>()), fields.Or(alertsStaleAfter, TimeSpan.FromHours(24)),
            fields.Or(channel, "#launch"), drafts.LastOrDefault()?.ThenWatch ?? false, Gates.Named(fields.Find(close), "close", scope), "")
        {
            Channels = ways,
            Acknowledge = fields.Find(acknowledge),
            Hours = fields.Find(hours),
            Triage = fields.Or(triage, []),
            ResumeWayBack = fields.Find(resume)?.WayBack,
        };
    }

    private ImmutableArray<Trigger> TriggersOf(Fields fields)
    {
        var read = fields.Or(triggers, []);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var trigger in read)
            if (!seen.Add(trigger.Name) && fields.Scope.NodeOf(trigger) is { } node)
                fields.Scope.Problems.Error(node.Start, $"a second trigger is named '{trigger.Name}'", "give it another name");
        return read;
    }

    private ImmutableSortedDictionary<string, Gate> GatesOf(Fields fields)
    {
        var scope = fields.Scope;
        var named = fields.Or(gates, Sorted.Empty<Gate>()).ToImmutableSortedDictionary(each => each.Key, each => Gates.Named(each.Value, each.Key, scope), StringComparer.Ordinal);
        return named.SetItems(scope.InlineGates.Where(each => !named.ContainsKey(each.Key)));
    }

    private void CheckCommands(Fields fields)
    {
        if (!fields.Has(may) || fields.At(may) is not PlanNode.Map map) return;
        foreach (var entry in map.Entries.Where(entry => !Commands.Contains(entry.Key.Text)))
            fields.Scope.Problems.Error(entry.Key.Start, $"'{entry.Key.Text}' is no command", fields.Scope.Problems.Help(entry.Key.Text, Commands));
    }

    private static bool TryTimeZone(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
    }
}

/// <summary>Names of procedures that the plan gives no name.</summary>
internal static class Procedures
{
    public const string WayBack = "way back";
    public const string AllClear = "all clear";
}

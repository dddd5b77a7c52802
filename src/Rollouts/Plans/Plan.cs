using System.Collections.Immutable;

namespace Rollouts;

/// <summary>A launch plan as read from its document and checked. Pinned to a rollout by <see cref="Hash"/>.</summary>
/// <param name="Name">Lower case, digits and hyphens.</param>
/// <param name="Label">The environment whose flags and settings are governed; empty for none.</param>
/// <param name="Go">The go / no-go gate before the first phase.</param>
/// <param name="Observe">How often readings are taken; by machine, not for review.</param>
/// <param name="WayBack">The procedure of every way back that names none.</param>
/// <param name="AllClear">The procedure run when a launch goes on after a way back or a halt; null for none.</param>
/// <param name="Routines">Procedures that run on a schedule.</param>
/// <param name="May">The roles that may give a command (pause, resume, promote, roll-back, abort, close); a command not named is open to every role of the plan.</param>
/// <param name="Gates">The named gates: for resuming and re-arming.</param>
/// <param name="Resume">The named gate for resuming after a pause where a reaction names none; null asks nothing but a person.</param>
/// <param name="Watch">After the last phase observation and triggers stay live until a person closes the launch.</param>
/// <param name="Close">What must hold before the launch may be closed.</param>
/// <param name="Hash">SHA-256 of the document, lower-case hex.</param>
public sealed record Plan(
    string Name,
    string Title,
    string TimeZone,
    string Label,
    ImmutableSortedDictionary<string, Role> Roles,
    ImmutableSortedDictionary<string, GovernedFlag> Flags,
    ImmutableSortedDictionary<string, GovernedSetting> Settings,
    ImmutableSortedDictionary<string, MetricSource> Sources,
    ImmutableSortedDictionary<string, Metric> Metrics,
    ImmutableSortedDictionary<string, string> Messages,
    RampRule Ramp,
    TimeSpan Observe,
    ImmutableArray<Freeze> Freezes,
    Gate Go,
    ImmutableArray<Phase> Phases,
    ImmutableArray<Trigger> Triggers,
    ImmutableSortedDictionary<string, Procedure> Procedures,
    Procedure WayBack,
    string? AllClear,
    ImmutableArray<Routine> Routines,
    ImmutableSortedDictionary<string, ImmutableArray<string>> May,
    ImmutableSortedDictionary<string, Gate> Gates,
    string? Resume,
    ImmutableSortedDictionary<string, Drill> Drills,
    ImmutableSortedDictionary<string, IncidentRule> Incidents,
    TimeSpan AlertsStaleAfter,
    string Channel,
    bool Watch,
    Gate Close,
    string Hash)
{
    /// <summary>What carries the posts of each channel; the installation decides about those that are not named here.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Via>> Channels { get; init; } = Sorted.Empty<ImmutableArray<Via>>();

    /// <summary>Who has to look at alerts, and how soon; null where the plan asks nobody.</summary>
    public AcknowledgeRule? Acknowledge { get; init; }

    /// <summary>The only hours in which anything may rise; null for all.</summary>
    public BusinessHours? Hours { get; init; }

    /// <summary>How long a level that was seen is the level of now: three observations, and a quarter of an hour at least.</summary>
    public TimeSpan LevelsCountFor => Observe * 3 > TimeSpan.FromMinutes(15) ? Observe * 3 : TimeSpan.FromMinutes(15);

    /// <summary>What the plan proposes to do about what people find, in its order: the first row that fits counts.</summary>
    public ImmutableArray<TriageRow> Triage { get; init; } = [];

    /// <summary>The named gate for resuming after a way back or a halt where nothing names one; <see cref="Resume"/> unless the plan tells the two apart.</summary>
    public string? ResumeWayBack { get; init; } = Resume;

    /// <summary>The role that answers for a phase where the plan names nobody: the first whose yes its gate needs, else the first that may close the launch.</summary>
    public string LeadOf(int phase) =>
        Phases[phase].Exit.Approve?.Roles.FirstOrDefault() ?? May.GetValueOrDefault("close", []).FirstOrDefault() ?? Roles.Keys.FirstOrDefault() ?? "";

    /// <summary>All keys the launch governs, in a fixed order.</summary>
    public IEnumerable<GovernedKey> Keys =>
        Flags.Values.Where(flag => flag.Use != FlagUse.Protected).Select(flag => flag.Key(Label))
            .Concat(Settings.Values.Select(setting => setting.Key(Label)));

    /// <summary>A procedure of the plan, the way back and the drills included.</summary>
    /// <exception cref="KeyNotFoundException">The plan has none of that name.</exception>
    public Procedure ProcedureNamed(string name) =>
        name == WayBack.Name ? WayBack
        : Procedures.TryGetValue(name, out var procedure) ? procedure
        : Drills.TryGetValue(name, out var drill) ? drill.Procedure
        : throw new KeyNotFoundException($"the plan has no procedure '{name}'");

    /// <summary>Every gate of the plan, in the order a launch meets them.</summary>
    public IEnumerable<Gate> AllGates() => Phases
        .SelectMany(phase => (Gate[])[phase.Enter, .. phase.Steps.Select(step => step.Next), phase.Exit, .. AdmissionGates(phase)])
        .Prepend(Go).Concat(Gates.Values).Append(Close);

    /// <summary>The ids of all checklist items.</summary>
    public ISet<string> ItemIds() => AllGates().SelectMany(gate => gate.Criteria)
        .Select(criterion => (criterion.Criterion as Criterion.OfItem)?.Item.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The tasks that procedures and incidents ask for.</summary>
    public IEnumerable<ProcedureAction.AskTask> AllTasks() => Procedures.Values.Append(WayBack).SelectMany(procedure => procedure.Actions).OfType<ProcedureAction.AskTask>()
        .Concat(Incidents.Values.SelectMany(rule => rule.Tasks));

    private static IEnumerable<Gate> AdmissionGates(Phase phase) =>
        phase.Members is { } members ? members.Waves.Select(wave => wave.Gate).Append(members.Gate) : [];

    public Looser LooserOf(GovernedKey key) =>
        key.Kind == KeyKind.Setting && Settings.TryGetValue(key.Name, out var setting) ? setting.Looser : Looser.Unknown;
}

/// <summary>A window of the calendar that holds back every rise and never a way back. Start included, end excluded.</summary>
public sealed record Freeze(DateTimeOffset From, DateTimeOffset Until, string Why)
{
    public bool Holds(DateTimeOffset at) => at >= From && at < Until;
}

/// <summary>A declared window in which a procedure is rehearsed for real.</summary>
/// <param name="Within">How long the window is open; the drill has failed when its procedure is not through by then.</param>
public sealed record Drill(string Name, Procedure Procedure, TimeSpan Within);

/// <summary>What an incident of a severity asks for, each within a time of its opening.</summary>
public sealed record IncidentRule(string Severity, string? Commander, ImmutableArray<ProcedureAction.AskTask> Tasks)
{
    /// <summary>Where it is told of; null for the plan's channel.</summary>
    public string? Channel { get; init; }
}

/// <summary>A procedure that runs on a schedule: check-ins, audits.</summary>
/// <param name="Phases">The phases it runs in; empty for all. <c>watch</c> names the time after the last phase.</param>
public sealed record Routine(string Name, ReviewSchedule When, ImmutableArray<string> Phases, string Procedure);

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Rollouts;

[JsonConverter(typeof(JsonStringEnumConverter<RolloutStage>))]
public enum RolloutStage
{
    New,

    /// <summary>Before the go / no-go gate.</summary>
    Preparing,

    Running,

    /// <summary>After the last phase: observed and guarded until a person closes it.</summary>
    Watching,

    /// <summary>Being taken back to nobody for good.</summary>
    Aborting,

    Closed,

    Aborted,
}

/// <summary>Everything a decision needs, as the fold of the journal. Series are not in it.</summary>
public sealed record RolloutState
{
    public static RolloutState New { get; } = new();

    public string Rollout { get; init; } = "";

    public string PlanName { get; init; } = "";

    public string PlanHash { get; init; } = "";

    /// <summary>Every change of the plan, in order.</summary>
    public ImmutableArray<Amendment> Amendments { get; init; } = [];

    public string StartedBy { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The last entry folded in; 0 for none.</summary>
    public long Seq { get; init; }

    /// <summary>The time of the last entry.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The trace of the last entry; null for none.</summary>
    public string? Trace { get; init; }

    public RolloutStage Stage { get; init; }

    public Track Main { get; init; } = new(0, 0, 1, TrackStage.Entering, default, null, null, false, false);

    public ImmutableSortedDictionary<string, MemberTrack> Members { get; init; } = Sorted.Empty<MemberTrack>();

    /// <summary>What is permitted to be exposed now; the governed keys follow it.</summary>
    public Exposure Permitted { get; init; } = Exposure.None;

    /// <summary>Flags turned off as a whole: thrown kill switches, disabled features and dials.</summary>
    public ImmutableSortedDictionary<string, TurnedOff> Off { get; init; } = Sorted.Empty<TurnedOff>();

    /// <summary>Settings as procedures set them, over the exposure's.</summary>
    public ImmutableSortedDictionary<string, string> SettingOverrides { get; init; } = Sorted.Empty<string>();

    /// <summary>Effects decided and not done, by id.</summary>
    public ImmutableDictionary<string, PendingEffect> Pending { get; init; } = ImmutableDictionary<string, PendingEffect>.Empty;

    /// <summary>The last write planned for each key.</summary>
    public ImmutableSortedDictionary<GovernedKey, Effect.Write> Planned { get; init; } = ImmutableSortedDictionary<GovernedKey, Effect.Write>.Empty;

    /// <summary>The last document confirmed for each key.</summary>
    public ImmutableSortedDictionary<GovernedKey, KeyDocument> Confirmed { get; init; } = ImmutableSortedDictionary<GovernedKey, KeyDocument>.Empty;

    public ImmutableDictionary<string, CriterionState> Criteria { get; init; } = ImmutableDictionary<string, CriterionState>.Empty;

    public ImmutableSortedDictionary<string, GateState> Gates { get; init; } = Sorted.Empty<GateState>();

    /// <summary>Triggers that fired and have not cleared, as <c>name@member</c>.</summary>
    public ImmutableSortedSet<string> Fired { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>When each trigger last fired, as <c>name@member</c>: what was counted then is not counted again.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> LastFired { get; init; } = Sorted.Empty<DateTimeOffset>();

    /// <summary>When the launch last went on after a hold; null if it never did.</summary>
    public DateTimeOffset? WentOn { get; init; }

    /// <summary>When each flag that was turned off was last turned on again.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> TurnedOn { get; init; } = Sorted.Empty<DateTimeOffset>();

    public ImmutableSortedDictionary<string, Hold> Holds { get; init; } = Sorted.Empty<Hold>();

    /// <summary>Ways back under way, by number.</summary>
    public ImmutableSortedDictionary<int, WayBack> Returning { get; init; } = ImmutableSortedDictionary<int, WayBack>.Empty;

    /// <summary>The first step was entered: from now on the governed keys follow <see cref="Permitted"/>.</summary>
    public bool Governing { get; init; }

    /// <summary>When each way back began; drills not counted.</summary>
    public ImmutableArray<DateTimeOffset> WaysBack { get; init; } = [];

    /// <summary>How many ways back there were, drills counted.</summary>
    public int WaysBackBegun { get; init; }

    /// <summary>When each pause began.</summary>
    public ImmutableArray<DateTimeOffset> Pauses { get; init; } = [];

    public ImmutableSortedDictionary<string, ProcedureRun> Runs { get; init; } = Sorted.Empty<ProcedureRun>();

    public ImmutableSortedDictionary<string, ItemMark> Items { get; init; } = Sorted.Empty<ItemMark>();

    public ImmutableSortedDictionary<string, LaunchTask> Tasks { get; init; } = Sorted.Empty<LaunchTask>();

    public ImmutableSortedDictionary<string, Incident> Incidents { get; init; } = Sorted.Empty<Incident>();

    public ImmutableArray<ReportRecord> Reports { get; init; } = [];

    public ImmutableSortedDictionary<string, ReportedValue> Reported { get; init; } = Sorted.Empty<ReportedValue>();

    /// <summary>Alerts by episode.</summary>
    public ImmutableSortedDictionary<string, AlertState> Alerts { get; init; } = Sorted.Empty<AlertState>();

    /// <summary>Who is away, by person.</summary>
    public ImmutableSortedDictionary<string, Delegation> Delegations { get; init; } = Sorted.Empty<Delegation>();

    /// <summary>Silenced alerts by rule.</summary>
    public ImmutableSortedDictionary<string, Silence> Silences { get; init; } = Sorted.Empty<Silence>();

    /// <summary>The last deploy hook of each setting that needs one.</summary>
    public ImmutableSortedDictionary<string, SettingApplied> Applied { get; init; } = Sorted.Empty<SettingApplied>();

    /// <summary>The last run of each drill.</summary>
    public ImmutableSortedDictionary<string, DrillState> Drills { get; init; } = Sorted.Empty<DrillState>();

    /// <summary>When each routine last ran.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Routines { get; init; } = Sorted.Empty<DateTimeOffset>();

    /// <summary>When the last review of each track was held.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Reviews { get; init; } = Sorted.Empty<DateTimeOffset>();

    /// <summary>When all criteria were last journaled together.</summary>
    public DateTimeOffset? LastDigest { get; init; }

    /// <summary>The ids of all inputs decided: the same id twice has one outcome.</summary>
    public ImmutableHashSet<string> Decided { get; init; } = [];

    [JsonIgnore]
    public bool IsFinished => Stage is RolloutStage.Closed or RolloutStage.Aborted;

    [JsonIgnore]
    public DrillState? OpenDrill => Drills.Values.FirstOrDefault(drill => drill.ToSeq is null);
}

using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What is known while a plan is read: its problems, its names, where its things stand, and what later parts rest on.</summary>
internal class PlanScope(Problems problems)
{
    private readonly Dictionary<object, PlanNode> places = new(ReferenceEqualityComparer.Instance);

    public Problems Problems { get; } = problems;

    public PlanNames Names { get; } = new(problems);

    /// <summary>Stands for the observe interval among the places.</summary>
    public static object ObserveKey { get; } = new();

    /// <summary>Stands for the go / no-go gate among the places.</summary>
    public static object GoKey { get; } = new();

    /// <summary>Read before everything that measures: criteria check their units against them.</summary>
    public ImmutableSortedDictionary<string, Metric> Metrics { get; set; } = Sorted.Empty<Metric>();

    public TimeSpan Observe { get; set; } = TimeSpan.FromMinutes(5);

    public string TimeZone { get; set; } = "UTC";

    /// <summary>Ids of checklist items, with their places.</summary>
    public Dictionary<string, Place> ItemIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Messages, read before the procedures that post them.</summary>
    public ImmutableSortedDictionary<string, string> Messages { get; set; } = Sorted.Empty<string>();

    /// <summary>Gates that stand where they are used, to be kept among the plan's named gates.</summary>
    public Dictionary<string, Gate> InlineGates { get; } = new(StringComparer.Ordinal);

    /// <summary>Checks that need the whole plan.</summary>
    public List<Action<Plan>> AtEnd { get; } = [];

    public void Mark(object thing, PlanNode node) => places[thing] = node;

    /// <summary>Where a thing of the plan stands in the document; null for things the reader made itself.</summary>
    public PlanNode? NodeOf(object thing) => places.GetValueOrDefault(thing);

    public void Refer(NameKind kind, string name, Place place) => Names.Refer(kind, name, place);
}

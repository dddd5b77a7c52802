namespace Rollouts.Engine;

/// <summary>Kinds of names that a plan declares in one place, and that it or a scenario refers to in others.</summary>
internal enum NameKind
{
    Role,
    Flag,
    Setting,
    Source,
    Metric,
    Gate,
    Procedure,
    Phase,
    Message,
    Drill,
    Severity,
    Trigger,
    Item,
    Member,
    Channel,
}

/// <summary>The names of a plan: declared, referred to, and at the end held against each other.</summary>
internal sealed class PlanNames(Problems problems)
{
    private readonly Dictionary<NameKind, Dictionary<string, PlanNode>> declared = Enum.GetValues<NameKind>().ToDictionary(kind => kind, _ => new Dictionary<string, PlanNode>(StringComparer.Ordinal));
    private readonly List<(NameKind Kind, string Name, Place Place)> references = [];

    public static string Word(NameKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>False when the name is taken; that is then said.</summary>
    public bool Declare(NameKind kind, PlanNode.Scalar name)
    {
        if (declared[kind].TryAdd(name.Text, name)) return true;
        problems.Error(name.Start, $"a second {Word(kind)} is named '{name.Text}'", FormattableString.Invariant($"the first stands in line {declared[kind][name.Text].Start.Line}"));
        return false;
    }

    public void Refer(NameKind kind, string name, Place place) => references.Add((kind, name, place));

    public IReadOnlyCollection<string> All(NameKind kind) => declared[kind].Keys;

    public Place PlaceOf(NameKind kind, string name) => declared[kind][name].Start;

    public bool Knows(NameKind kind, string name) => declared[kind].ContainsKey(name);

    /// <summary>The names of the kind that nothing refers to, with their places.</summary>
    public IEnumerable<(string Name, Place Place)> Unused(NameKind kind)
    {
        var used = references.Where(reference => reference.Kind == kind).Select(reference => reference.Name).ToHashSet(StringComparer.Ordinal);
        return declared[kind].Where(each => !used.Contains(each.Key)).Select(each => (each.Key, each.Value.Start));
    }

    public void Resolve()
    {
        foreach (var (kind, name, place) in references)
            if (!declared[kind].ContainsKey(name))
                problems.Error(place, $"the plan has no {Word(kind)} '{name}'", problems.Help(name, declared[kind].Keys));
    }
}

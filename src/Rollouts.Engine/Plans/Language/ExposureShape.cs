using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What a step says about its exposure; the whole exposure follows from the steps before.</summary>
internal sealed record ExposureChange(
    double? Percent,
    ImmutableArray<string> Allow,
    ImmutableArray<string> Drop,
    ImmutableArray<string> Deny,
    ImmutableSortedDictionary<string, string> Settings,
    PlanNode Node)
{
    /// <summary>Percent and allowed carry over from the step before; denied and settings hold for this step alone.</summary>
    public Exposure After(Exposure before, PlanScope scope)
    {
        foreach (var dropped in Drop.Where(dropped => !before.Audience.Allowed.Contains(dropped)))
            scope.Problems.Error(Node.Start, $"'{dropped}' cannot be dropped: no step before allows it", scope.Problems.Help(dropped, before.Audience.Allowed, "nobody is allowed before"));
        var allowed = before.Audience.Allowed.Except(Drop).Union(Allow);
        return new(
            new(Percent is { } percent ? new Percent(percent) : before.Audience.Percent, allowed, [.. Deny], Sorted.Empty<Percent>()), Settings);
    }
}

internal sealed class ExposureShape : MappingShape<ExposureChange>
{
    private static readonly ListShape<string> Audiences = new("a list of users, groups and patterns", Words.Value);

    private readonly Key<double> percent;
    private readonly Key<ImmutableArray<string>> allow;
    private readonly Key<ImmutableArray<string>> drop;
    private readonly Key<ImmutableArray<string>> deny;
    private readonly Key<ImmutableSortedDictionary<string, string>> settings;

    public ExposureShape()
        : base("exposure", "an exposure", "Who is let in, and which settings hold meanwhile.")
    {
        percent = Optional("percent", Words.Share, "The share of everybody that the dials let in, 0 to 100; that of the step before if not given.");
        allow = Optional("allow", Audiences, "Who is let in whatever the percent: a name, or group:NAME. They stay in later steps until dropped.");
        drop = Optional("drop-allowed", Audiences, "Who is no longer let in by name from this step on.");
        deny = Optional("deny", Audiences, "Who is never let in during this step: a name, group:NAME, or a pattern such as enterprise-*.");
        settings = Optional("settings", new NamedShape<string>("settings", null, Words.Value, (value, _) => value), "Values of settings during this step; the setting's own value where not given.");
    }

    protected override ExposureChange? Make(Fields fields)
    {
        foreach (var entry in (fields.At(settings) as PlanNode.Map)?.Entries ?? [])
            if (fields.Has(settings)) fields.Scope.Refer(NameKind.Setting, entry.Key.Text, entry.Key.Start);
        foreach (var key in new[] { allow, drop })
            foreach (var each in fields.Or(key, []).Where(each => new Audience(each).IsPattern))
                fields.Scope.Problems.Error(fields.At(key).Start, $"'{each}' is a pattern, and only those denied can be patterns", "write names, or group:NAME");
        return new(fields.FindValue(percent), fields.Or(allow, []), fields.Or(drop, []), fields.Or(deny, []), fields.Or(settings, Sorted.Empty<string>()), fields.Map);
    }
}

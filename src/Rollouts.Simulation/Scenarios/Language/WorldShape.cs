using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>The metrics over time: <c>error_rate: 0.5%, from 3d 12%</c>.</summary>
internal sealed partial class WorldShape : Shape<ImmutableArray<WorldChange>>
{
    private const int LongestText = 1000;

    [GeneratedRegex(@"^(?<baseline>baseline )?(?<metric>[A-Za-z0-9_.-]+)(?:\((?<scope>[^()]+)\))?(?: over (?<over>.+))?$", RegexOptions.NonBacktracking)]
    private static partial Regex About { get; }

    public override string What => "a world";

    public override bool TryRead(PlanNode node, PlanScope scope, out ImmutableArray<WorldChange> value)
    {
        value = [];
        if (node is not PlanNode.Map map)
        {
            scope.Problems.Error(node.Start, $"{node.What} stands where a world should", "write { metric: value over time }");
            return false;
        }

        if (scope is not ScenarioScope { Plan: { } plan } about) return false;
        var changes = ImmutableArray.CreateBuilder<WorldChange>();
        foreach (var entry in map.Entries)
            if (TryRead(entry, plan, about, out var change)) changes.Add(change);
        value = changes.ToImmutable();
        return true;
    }

    public override JsonObject Schema(SchemaBook book) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    private static bool TryRead(PlanEntry entry, Plan plan, ScenarioScope scope, [MaybeNullWhen(false)] out WorldChange change)
    {
        change = null;
        if (KeyOf(entry.Key, plan, scope) is not { } key) return false;
        if (entry.Value is not PlanNode.Scalar { IsEmpty: false } scalar || scalar.Text.Length > LongestText)
        {
            scope.Problems.Error(entry.Value.Start, $"{entry.Value.What} stands where values over time should", "write 0.5%, or 0.5%, from 3d 12%, or gone");
            return false;
        }

        var metric = plan.Metrics[key.Metric];
        var text = scalar.Text;
        Series? Made(DateTimeOffset origin, out string? fault) =>
            SeriesText.TryRead(text, metric, origin, time => MomentTime.TryTime(time, origin, plan.TimeZone), out var series, out fault) ? series : null;
        if (Made(DateTimeOffset.UnixEpoch, out var wrong) is null)
        {
            scope.Problems.Error(scalar.Start, wrong!, null);
            return false;
        }

        change = new(key, origin => Made(origin, out _)!);
        return true;
    }

    private static SeriesKey? KeyOf(PlanNode.Scalar key, Plan plan, ScenarioScope scope)
    {
        TimeSpan window = default;
        if (About.Match(key.Text) is not { Success: true } match || (match.Groups["over"].Success && !Span.TryParse(match.Groups["over"].Value, out window)))
        {
            scope.Problems.Error(key.Start, $"{key.What} is no metric", "write METRIC, METRIC(scope), METRIC over 15m or baseline METRIC");
            return null;
        }

        var name = match.Groups["metric"].Value;
        if (!plan.Metrics.ContainsKey(name))
        {
            scope.Problems.Error(key.Start, $"the plan has no metric '{name}'", scope.Problems.Help(name, [.. plan.Metrics.Keys]));
            return null;
        }

        return new(name, match.Groups["baseline"].Success ? ReadingKey.Baseline : match.Groups["scope"].Value, match.Groups["over"].Success ? window : null);
    }
}

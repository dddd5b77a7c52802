using System.Collections.Immutable;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Gives a gate its name where it stands, and its checklist items their ids.</summary>
internal static class Gates
{
    private const int LongestId = 60;

    public static Gate Named(Gate? gate, string name, PlanScope scope)
    {
        if (gate is null) return Gate.Open(name);
        var node = scope.NodeOf(gate);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var lines = ImmutableArray.CreateBuilder<GateCriterion>();
        foreach (var line in gate.Criteria)
        {
            var place = scope.NodeOf(line) ?? node;
            if (!keys.Add(line.Key) && place is not null)
                scope.Problems.Error(place.Start, $"the gate has '{line.Key}' twice", "leave one out, or give it another name");
            if (line.AtDecision && gate.Holding is not Holding.Reviews && place is not null)
                scope.Problems.Error(place.Start, "the gate counts no reviews in a row, so every line is asked when it is decided", "leave at-decision out, or add for: 2 consecutive reviews");
            var named = line.Criterion is Criterion.OfItem { Item: var item } ? line with { Criterion = new Criterion.OfItem(WithId(item, place, scope)) } : line;
            if (place is not null) scope.Mark(named, place);
            lines.Add(named);
        }

        var made = gate with { Name = name, Criteria = lines.ToImmutable() };
        if (node is not null) scope.Mark(made, node);
        return made;
    }

    private static ChecklistItem WithId(ChecklistItem item, PlanNode? place, PlanScope scope)
    {
        var id = item.Id.Length > 0 ? item.Id : IdOf(item.Text);
        if (place is not null && !scope.ItemIds.TryAdd(id, place.Start))
            scope.Problems.Error(place.Start, $"a second checklist item has the id '{id}'", FormattableString.Invariant($"the first stands in line {scope.ItemIds[id].Line}; give one another: {{ item: …, id: … }}"));
        return item with { Id = id };
    }

    private static string IdOf(string text)
    {
        var id = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter)) id.Append(letter);
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
            if (id.Length == LongestId) break;
        }

        return id.ToString().Trim('-');
    }
}

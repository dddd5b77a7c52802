using System.Globalization;

namespace Rollouts;

/// <summary>Checklist items against their marks, and the checksums of their evidence against each other.</summary>
internal static class ItemJudging
{
    public static Judged Marked(Turn turn, ChecklistItem item, Question asked)
    {
        if (!turn.State.Items.TryGetValue(item.Id, out var mark) || mark.At < asked.MarksSince)
            return new(Verdict.NoData, null, 0, Unmarked(item));
        if (!mark.Done) return new(Verdict.Missed, null, 0, $"marked as not done by {mark.By}: {mark.Note}");
        return item.ValidFor is { } valid && turn.Now >= mark.At + valid
            ? new(Verdict.NoData, null, 0, string.Create(CultureInfo.InvariantCulture, $"the mark by {mark.By} ran out at {mark.At + valid:yyyy-MM-dd HH:mm} UTC"))
            : new(Verdict.Met, null, 0, () => string.Create(CultureInfo.InvariantCulture, $"marked by {mark.By} at {mark.At:yyyy-MM-dd HH:mm} UTC") + (mark.Evidence is { } e ? $", evidence {e.Reference}" : ""));
    }

    public static string Unmarked(ChecklistItem item) => item.Owner is { } owner ? $"waits for a mark by {owner}" : "nobody has marked it";

    public static Judged SameEvidence(Turn turn, Criterion.OfEqualEvidence same, Question asked)
    {
        var missing = same.Items.Where(item => !Criterion.OfEqualEvidence.IsChecksum(item)).Where(item => !turn.State.Items.TryGetValue(item, out var mark) || !mark.Done || mark.Evidence?.Sha256 is null || mark.At < asked.MarksSince).ToArray();
        if (missing.Length > 0) return new(Verdict.NoData, null, 0, "no checksum yet of: " + string.Join(", ", missing));
        var sums = same.Items.GroupBy(item => Criterion.OfEqualEvidence.IsChecksum(item) ? item : turn.State.Items[item].Evidence!.Sha256!, StringComparer.OrdinalIgnoreCase).ToArray();
        return sums.Length == 1
            ? new(Verdict.Met, null, 0, $"all have the checksum {sums[0].Key}")
            : new(Verdict.Missed, null, 0, string.Join("; ", sums.Select(sum => $"{string.Join(", ", sum)}: {sum.Key}")));
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Simulation;

/// <summary>The evidence that people attach to a checklist item where a scenario does not say which: what the plan asks it to be.</summary>
internal static class EvidenceAtHand
{
    /// <summary>Null for an item that needs none.</summary>
    public static Evidence? Of(Plan plan, ChecklistItem item) =>
        item.NeedsEvidence ? new("https://evidence.example/" + item.Id, ChecksumOf(plan, item)) : null;

    /// <summary>The checksum that the plan asks of the item and others; where it only asks that they be the same, one that they share; else the item's own.</summary>
    private static string ChecksumOf(Plan plan, ChecklistItem item)
    {
        var same = plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfEqualEvidence>()
            .FirstOrDefault(same => same.Items.Contains(item.Id));
        return same is null ? Checksum(item.Id) : same.Items.FirstOrDefault(Criterion.OfEqualEvidence.IsChecksum) ?? Checksum(same.Items[0]);
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

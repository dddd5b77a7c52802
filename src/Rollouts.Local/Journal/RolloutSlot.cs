using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <param name="Number">Counts the rollouts of a root folder in the order of their creation.</param>
internal sealed record RolloutMeta(string Rollout, int Number, string Plan, string PlanHash);

/// <summary>A rollout of the root folder; its files are opened when first asked for.</summary>
internal sealed class RolloutSlot(string folder, RolloutMeta meta, Notes notes) : IDisposable
{
    public const string MetaFile = "rollout.json";
    public const string PlanFile = "plan.yaml";

    private readonly Lock gate = new();
    private RolloutFolder? opened;

    public RolloutMeta Meta => meta;

    /// <exception cref="StoreException">Its files are damaged; they are looked at again at the next call.</exception>
    public RolloutFolder Open()
    {
        lock (gate) return opened ??= RolloutFolder.Open(folder, notes);
    }

    public PlanDocument Plan()
    {
        var file = Path.Combine(folder, PlanFile);
        var content = File.ReadAllBytes(file);
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != meta.PlanHash)
            throw new StoreException($"{file} was changed after the rollout was started with it");
        return new PlanDocument(meta.Plan, meta.PlanHash, Encoding.UTF8.GetString(content));
    }

    /// <summary>Checks the journal as it lies on disk, even if it is too damaged to be opened.</summary>
    public JournalReport Verify()
    {
        lock (gate)
        {
            if (opened is not null) return opened.Verify(meta.Rollout);
            var file = Path.Combine(folder, "journal.jsonl");
            var scan = JournalScan.Of(file, Lines.Of(file));
            return new JournalReport(meta.Rollout, scan.Starts.Count, scan.Fault);
        }
    }

    public static RolloutMeta ReadMeta(string file) =>
        JsonSerializer.Deserialize<RolloutMeta>(File.ReadAllBytes(file), EntryChain.Json)
            is { Rollout: not null, Plan: not null, PlanHash: not null } read
            ? read
            : throw new JsonException("it lacks a member");

    public void Dispose()
    {
        lock (gate) opened?.Dispose();
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>Plain values for the contract suites.</summary>
public static class Some
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Actor Person { get; } = Actor.Of("U0ENGLEAD", "S0ONCALL");

    public static PlanDocument Plan { get; } = PlanOf("plan: d7\ntitle: D7 — soft launch\n");

    public static PlanDocument PlanOf(string text) =>
        new("d7", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text);

    public static Input.Start Start(string rollout) => new($"start-{rollout}", Noon, Person, rollout, Plan.Name, Plan.Hash);

    public static Input Pause(string id, string reason = "looks \"odd\"\nü") => new Input.Pause(id, Noon.AddMinutes(1), Person, reason);

    /// <summary>The entries that accept the inputs, one after the other, behind a head.</summary>
    public static ImmutableArray<Entry> Accept(Head head, params IEnumerable<Input> inputs)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        var (seq, hash, _) = head;
        foreach (var input in inputs)
        {
            var entry = EntryChain.Seal(++seq, hash, input, Outcome.Ok, [new RolloutEvent.Promoted(input.By.Id, "a reason")]);
            entries.Add(entry);
            hash = entry.Hash;
        }

        return entries.ToImmutable();
    }

    /// <summary>The entry of a way back, which fences.</summary>
    public static Entry Fence(Head head, Input input) =>
        EntryChain.Seal(head.Seq + 1, head.Hash, input, Outcome.Ok, [new RolloutEvent.WayBackBegun(1, "main", "P0", 0, 0, "an alert")]);

    /// <summary>Entries compare by what they say; their records hold arrays, which compare by reference.</summary>
    public static IEnumerable<string> Lines(this IEnumerable<Entry> entries) => entries.Select(EntryChain.Write);

    public static IEnumerable<string> Ids(this IEnumerable<Input> inputs) => inputs.Select(input => input.Id);
}

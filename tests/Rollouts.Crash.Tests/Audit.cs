using System.Text.Json.Nodes;
using Rollouts.Engine;
using Rollouts.Local;

namespace Rollouts.Crash.Tests;

/// <summary>The files of a launch as a crash left them, held against what people were told and what apps read.</summary>
internal sealed class Audit
{
    private readonly Plan plan;
    private readonly string rollout;

    private Audit(Plan plan, string rollout, Audit? before, Journal journal, string[] posted)
    {
        (this.plan, this.rollout, Posted) = (plan, rollout, posted);
        (Entries, Inbox) = ([.. before?.Entries ?? [], .. journal.Entries], [.. journal.Inbox]);
        var ledger = before?.Ledger ?? Ledger.Empty;
        States = [.. before?.States ?? [ledger.State], .. journal.Entries.Select(entry => (ledger = ledger.Fold(plan, entry)).State)];
        Ledger = ledger;
    }

    public IReadOnlyList<Entry> Entries { get; }

    public IReadOnlyList<Input> Inbox { get; }

    /// <summary>The state after the last entry.</summary>
    public Ledger Ledger { get; }

    /// <summary>The state after each entry; the first is before the first entry.</summary>
    public IReadOnlyList<RolloutState> States { get; }

    /// <summary>The effects that have a post, in the order of the posts.</summary>
    public IReadOnlyList<string> Posted { get; }

    /// <summary>Reads a copy of the files, as the next process would: what is torn is cut off there, and stays for the host here.</summary>
    /// <param name="before">The audit after the last kill: what it read must be there unchanged, which the hash of its last entry proves, as the files check every entry when they are opened.</param>
    public static async Task<Audit> OfAsync(string folder, string rollout, Plan plan, Audit? before = null)
    {
        var copy = Directory.CreateTempSubdirectory("rollouts-crash-copy-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, rollout)))
            {
                Directory.CreateDirectory(Path.Combine(copy, rollout));
                File.Copy(file, Path.Combine(copy, rollout, Path.GetFileName(file)));
            }

            using var files = new JournalFiles(copy, TimeProvider.System);
            var head = await files.ReadHeadAsync(rollout, CancellationToken.None);
            var known = before?.Entries.Count ?? 0;
            Assert.True(head!.Seq >= known, $"the journal had {known} entries and has {head.Seq}");
            var journal = await files.ReadAsync(rollout, Math.Max(0, known - 1), CancellationToken.None);
            if (before is { Entries: [.., var last] })
            {
                Assert.Equal(last.Hash, journal!.Entries[0].Hash);
                journal = journal with { Entries = journal.Entries[1..] };
            }

            var posts = Path.Combine(copy, rollout, "posts.jsonl");
            string[] posted = File.Exists(posts) ? [.. File.ReadAllText(posts).Split('\n').SkipLast(1).Select(line => (string)JsonNode.Parse(line)!["effect"]!)] : [];
            if (before is not null) Assert.Equal(before.Posted, posted.Take(before.Posted.Count));
            return new Audit(plan, rollout, before, journal!, posted);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>Each acknowledged input is decided or waits to be, once; what its sender was told of the outcome is what the journal says.</summary>
    public void HoldsOnce(IReadOnlyCollection<Acknowledged> acknowledged, bool allDecided)
    {
        var outside = Entries.Where(entry => entry.Input.IsFromOutside).ToArray();
        var decided = outside.ToLookup(entry => entry.Input.Id, StringComparer.Ordinal);
        Assert.Empty(decided.Where(entries => entries.Count() > 1).Select(entries => entries.Key));
        var waiting = Inbox.ToLookup(input => input.Id, StringComparer.Ordinal);
        foreach (var told in acknowledged)
        {
            var (entry, waits) = (decided[told.Id].SingleOrDefault(), waiting[told.Id].Count());
            Assert.True((entry is null ? 0 : 1) + waits == 1, $"{told.Id} was acknowledged ({told.Said}); it is {(entry is null ? "not " : "")}decided and waits {waits} times");
            if (allDecided) Assert.True(entry is not null, $"{told.Id} was acknowledged and is not decided");
            if (told.IsRefusal) Assert.Equal(new Outcome.Refused(told.Said), entry?.Outcome);
            if (told.Said is "accepted" or "fenced") Assert.Equal(Outcome.Ok, entry?.Outcome);
        }
    }

    /// <summary>Effects are planned once, done once, posted once and after they were planned; the actions of a procedure start in its order.</summary>
    public void KeepsOrder()
    {
        var planned = Events<RolloutEvent.EffectPlanned>().Select(happened => happened.Effect).ToArray();
        Assert.Equal(planned.Length, planned.Select(effect => effect.Id).Distinct(StringComparer.Ordinal).Count());
        var done = Events<RolloutEvent.EffectDone>().Select(happened => happened.Effect).ToArray();
        Assert.Equal(done.Length, done.Distinct(StringComparer.Ordinal).Count());

        var posts = planned.OfType<Effect.Post>().ToDictionary(post => post.Id, StringComparer.Ordinal);
        Assert.Equal(Posted.Count, Posted.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Posted, effect => Assert.Contains(effect, posts.Keys));
        foreach (var run in Posted.Select(effect => posts[effect]).Where(post => post.Topic == "notice").GroupBy(post => post.About, StringComparer.Ordinal))
            Assert.Equal(run.Select(post => post.Seq).Order(), run.Select(post => post.Seq));

        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = Events<RolloutEvent.ProcedureStarted>().DistinctBy(started => started.Run).ToDictionary(started => started.Run, started => started.Procedure, StringComparer.Ordinal);
        var ended = new HashSet<(string, int)>();
        foreach (var entry in Entries)
        {
            // The leading flag actions of a way back start at once, with it.
            var begun = entry.Events.OfType<RolloutEvent.ProcedureStarted>().Select(started => started.Run).ToHashSet(StringComparer.Ordinal);
            foreach (var happened in entry.Events) Follow(happened, next, names, ended, begun);
        }
    }

    /// <summary>Each thing an app read was decided by the entry that its tag names, is at most what that entry permits, and never gave way to anything older.</summary>
    public void Permits(IReadOnlyDictionary<GovernedKey, Seen[]> changes)
    {
        foreach (var (key, seen) in changes)
        {
            var looser = plan.LooserOf(key);
            for (var i = 0; i < seen.Length; i++)
            {
                var (now, where) = (seen[i], $"{key} at entry {seen[i].Seq}");
                Assert.True(now.Document is not null, $"{where} cannot be read");
                Assert.Equal(rollout, now.Rollout);
                Assert.True(now.Seq < States.Count, $"{where}: the journal has {Entries.Count} entries");
                var state = States[(int)now.Seq];
                var decided = Entries[(int)now.Seq - 1].Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Write>().LastOrDefault(write => write.Key == key);
                Assert.True(decided is not null && now.Document.SameAs(decided.Document), $"{where}: read {now.Document}, decided was {decided?.Document}");
                var most = Desired.Document(plan, state, key);
                Assert.False(now.Document.IsRiseFrom(most, looser), $"{where}: read {now.Document}, permitted is {most}");
                if (i == 0) continue;
                Assert.True(now.Seq > seen[i - 1].Seq, $"{where} was written after entry {seen[i - 1].Seq}");
                if (!now.Document.IsRiseFrom(seen[i - 1].Document, looser)) continue;
                Assert.True(state.Returning.IsEmpty && state.Holds.IsEmpty, $"{where} rose from {seen[i - 1].Document} to {now.Document} while held");
            }
        }
    }

    /// <summary>After someone was told "fenced", no app read anything that was decided before.</summary>
    public void Fences(IReadOnlyCollection<Acknowledged> acknowledged, IReadOnlyDictionary<GovernedKey, Seen[]> changes)
    {
        var entries = Entries.ToDictionary(entry => entry.Input.Id + (entry.Input.IsFromOutside ? "" : $"@{entry.Seq}"), StringComparer.Ordinal);
        foreach (var told in acknowledged.Where(told => told.IsFenced))
        {
            var entry = entries[told.Id];
            foreach (var (key, seen) in changes.Where(each => entry.Input is Input.RollBack || IsKillSwitch(each.Key)))
                Assert.All(seen.Where(now => now.LastRead > told.At), now => Assert.True(now.Seq >= entry.Seq, $"{key}: entry {now.Seq} was read after the fence {entry.Seq} was answered"));
        }
    }

    private bool IsKillSwitch(GovernedKey key) => key.Kind == KeyKind.Flag && plan.Flags[key.Name].Use == FlagUse.KillSwitch;

    public IEnumerable<T> Events<T>() where T : RolloutEvent => Entries.SelectMany(entry => entry.Events).OfType<T>();

    private static void Follow(RolloutEvent happened, Dictionary<string, int> next, Dictionary<string, string> names, HashSet<(string, int)> ended, HashSet<string> begun)
    {
        switch (happened)
        {
            case RolloutEvent.ProcedureStarted started:
                Assert.True(next.TryAdd(started.Run, 0), $"{started.Run} was started twice");
                break;
            case RolloutEvent.ActionStarted started:
                Assert.Equal(next[started.Run]++, started.Action);
                for (var earlier = 0; earlier < started.Action && !begun.Contains(started.Run); earlier++)
                    Assert.True(ended.Contains((started.Run, earlier)), $"{started.Run} ({names[started.Run]}): action {started.Action + 1} started before action {earlier + 1} had ended");
                break;
            case RolloutEvent.ActionEnded ended1:
                Assert.True(ended.Add((ended1.Run, ended1.Action)), $"{ended1.Run}: action {ended1.Action + 1} ended twice");
                break;
        }
    }
}

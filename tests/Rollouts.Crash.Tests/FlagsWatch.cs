using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Crash.Tests;

/// <summary>What an app read of one key, unchanged from one time to another.</summary>
/// <param name="Seq">The journal entry that the key's tag names.</param>
/// <param name="LastRead">When the last read began that found this, as a timestamp of <see cref="Stopwatch"/>.</param>
internal sealed record Seen(GovernedKey Key, KeyDocument? Document, string Rollout, long Seq, long Writes, long LastRead);

/// <summary>Reads the flags file over and over, as an app would, and keeps every change of every key.</summary>
internal sealed class FlagsWatch(string path, Plan plan) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<GovernedKey, List<Seen>> seen = plan.Keys.ToDictionary(key => key, _ => new List<Seen>());
    private readonly CancellationTokenSource stopping = new();
    private byte[] before = [];
    private Task watching = Task.CompletedTask;

    /// <summary>What each key held, one after the other.</summary>
    public IReadOnlyDictionary<GovernedKey, Seen[]> Changes
    {
        get
        {
            lock (gate) return seen.ToDictionary(each => each.Key, each => each.Value.ToArray());
        }
    }

    public double Percent
    {
        get
        {
            lock (gate) return seen[GovernedKey.Flag(CrashPlan.Dial)] is [.., { Document: KeyDocument.Dial { Enabled: true } dial }] ? dial.Audience.Percent.Value : 0;
        }
    }

    public void Begin() => watching = Task.Run(WatchAsync);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            if (File.Exists(path)) Read();
            await Task.Delay(Pause, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Read()
    {
        var began = Stopwatch.GetTimestamp();
        var content = File.ReadAllBytes(path);
        var file = content.AsSpan().SequenceEqual(before) ? null : JsonNode.Parse(content)!;
        before = content;
        lock (gate)
        {
            foreach (var (key, changes) in seen)
            {
                var now = file is null ? changes.LastOrDefault() : Of(file, key, began);
                if (now is null) continue;
                if (changes is [.., var last] && last.Writes == now.Writes && last.Seq == now.Seq && Same(last.Document, now.Document))
                    changes[^1] = last with { LastRead = began };
                else changes.Add(now);
            }
        }
    }

    private Seen? Of(JsonNode file, GovernedKey key, long at)
    {
        var isFlag = key.Kind == KeyKind.Flag;
        var tag = file["rollout_tags"]!.AsArray().FirstOrDefault(stamp => (string?)stamp![isFlag ? "flag" : "setting"] == key.Name);
        if (tag is null) return null;
        var content = isFlag
            ? file["feature_management"]!["feature_flags"]!.AsArray().Single(flag => (string?)flag!["id"] == key.Name)!.ToJsonString(JsonSerializerOptions.Default)
            : (string?)key.Name.Split(':').Aggregate<string, JsonNode?>(file, (node, name) => node?[name]);
        var document = FlagContent.Read(content, key, isFlag ? plan.Flags[key.Name].Use : FlagUse.Exposure);
        return new(key, document, (string)tag["rollout"]!, (long)tag["seq"]!, (long)tag["writes"]!, at);
    }

    private static bool Same(KeyDocument? a, KeyDocument? b) => a is null ? b is null : b is not null && a.SameAs(b);
}

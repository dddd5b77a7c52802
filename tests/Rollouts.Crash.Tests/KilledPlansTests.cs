using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;
using Xunit.Abstractions;

namespace Rollouts.Crash.Tests;

/// <summary>The embedded host is killed while a launch of each plan of the repository begins, is paused, taken back and killed.</summary>
public sealed class KilledPlansTests(ITestOutputHelper output)
{
    private const string Rollout = "launch";
    private const int Kills = 2;

    public static TheoryData<string> Plans => ["d7-ga-soft-launch", "community-soft-launch", "kruxt-closed-beta", "beta-playbook", "pilot-runbook"];

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Whatever_the_plan_a_killed_host_loses_nothing_it_acknowledged(string name)
    {
        var plan = Assert.IsType<PlanReading.Sound>(PlanReader.Read(await File.ReadAllTextAsync(PathOf(name))));
        using var scratch = new Scratch();
        var folder = scratch.Folder;
        using var sender = new Sender { Groups = string.Join(',', plan.Plan.Roles.Values.Select(role => role.Group).OfType<string>()) };
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var flags = new FlagsWatch(Path.Combine(folder, "flags.json"), plan.Plan);
        flags.Begin();
        Audit? before = null;
        Task inputs;
        using (var first = HostProcess.Begin(folder))
        {
            sender.Host = await first.AddressAsync();
            using var started = await sender.PostAsync("/api/rollouts", "starter", "start-1", new() { ["rollout"] = Rollout, ["planText"] = plan.Document.Text }, giveUp.Token);
            started.EnsureSuccessStatusCode();
            inputs = SendAllAsync(sender, plan.Plan, giveUp.Token);
            await KillAsync(first);
        }

        for (var kill = 1; kill < Kills; kill++)
        {
            using var host = HostProcess.Begin(folder);
            sender.Host = await host.AddressAsync();
            await KillAsync(host);
        }

        using var last = HostProcess.Begin(folder);
        sender.Host = await last.AddressAsync();
        await inputs;
        await DecidedAsync(sender, giveUp.Token);
        Assert.Equal(0, await last.StopAsync());
        await CheckAsync(allDecided: true);
        Assert.Empty(before!.Inbox);
        output.WriteLine(FormattableString.Invariant($"{name}: {sender.Acknowledged.Count} inputs acknowledged, {sender.Acknowledged.Count(told => told.IsRefusal)} refused, {sender.Repeats} sent again, {before.Entries.Count} entries"));

        async Task KillAsync(HostProcess host)
        {
            await Task.Delay(Random.Shared.Next(100, 700));
            await host.KillAsync();
            sender.Host = null;
            await CheckAsync(allDecided: false);
        }

        async Task CheckAsync(bool allDecided)
        {
            var (acknowledged, changes) = (sender.Acknowledged.ToArray(), flags.Changes);
            var audit = await Audit.OfAsync(folder, Rollout, plan.Plan, before);
            audit.HoldsOnce(acknowledged, allDecided);
            audit.KeepsOrder();
            audit.Permits(changes);
            audit.Fences(acknowledged, changes);
            before = audit;
        }
    }

    /// <summary>What people do in a launch that does not begin well, one after the other as each is answered.</summary>
    private static async Task SendAllAsync(Sender sender, Plan plan, CancellationToken cancellation)
    {
        var by = plan.Roles.Values.SelectMany(role => role.Members).FirstOrDefault("everybody");
        var gates = plan.Phases.Take(1).SelectMany(phase => new[] { phase.Enter, phase.Exit }).Prepend(plan.Go);
        foreach (var item in gates.SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>())
            await Command("mark", ("item", item.Item.Id), ("evidence", "https://evidence.example/1"));
        await Command("approve");
        await Command("pause", ("reason", "let us look"));
        await Command("resume", ("reason", "fine"));
        foreach (var drill in plan.Drills.Keys) await Command("drill", ("drill", drill));
        await Command("declare-incident", ("severity", plan.Incidents.Keys.FirstOrDefault("P1")), ("title", "something is odd"));
        await sender.ReportAsync(Rollout, by, new() { ["kind"] = "complaint", ["key"] = "slow", ["text"] = "it is slow" }, cancellation);
        await Command("promote");
        await sender.RollBackAsync(Rollout, by, new() { ["reason"] = "better so", ["target"] = "nobody" }, cancellation);
        await Command("kill", ("reason", "to be sure"));
        await Command("close");

        Task<Acknowledged> Command(string command, params (string Name, string Value)[] fields)
        {
            var json = new JsonObject { ["command"] = command };
            foreach (var (field, value) in fields) json[field] = value;
            return sender.CommandAsync(Rollout, by, json, cancellation);
        }
    }

    private static async Task DecidedAsync(Sender sender, CancellationToken cancellation)
    {
        var wanted = sender.Acknowledged.Select(told => told.Id).ToHashSet(StringComparer.Ordinal);
        var (after, waited) = (0L, Stopwatch.StartNew());
        while (wanted.Count > 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"not decided within a minute: {string.Join(", ", wanted)}");
            var page = (await sender.GetAsync(FormattableString.Invariant($"/api/rollouts/{Rollout}/journal?after={after}"), cancellation)).Deserialize<Entry[]>(EntryChain.Json)!;
            wanted.ExceptWith(page.Select(entry => entry.Input.Id));
            after += page.Length;
            if (page.Length == 0) await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Gone after the test, when nobody watches its files any more.</summary>
    private static string PathOf(string name, [CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "RolloutFunctions.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "plans", name + ".yaml");
    }
}

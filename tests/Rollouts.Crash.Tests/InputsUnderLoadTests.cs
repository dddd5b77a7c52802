using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Rollouts.Local;

namespace Rollouts.Crash.Tests;

/// <summary>A thousand inputs come to one launch at once, each of them twice.</summary>
public sealed class InputsUnderLoadTests : IAsyncLifetime
{
    private const string Rollout = "launch";
    private const int Inputs = 1000;

    private readonly string folder = Directory.CreateTempSubdirectory("rollouts-load-").FullName;
    private readonly Sender sender = new();
    private KpiPage page = null!;
    private WebApplication app = null!;
    private Plan plan = null!;

    public async Task InitializeAsync()
    {
        page = await KpiPage.OpenAsync();
        var read = CrashPlan.Reading(page.Address);
        plan = read.Plan;
        app = LocalWeb.Create(LocalOptions.In(folder) with { Url = "http://127.0.0.1:0" });
        await app.StartAsync();
        sender.Host = new(app.Urls.Single());
        using var started = await sender.PostAsync("/api/rollouts", "lead", "start", new() { ["rollout"] = Rollout, ["planText"] = read.Document.Text }, CancellationToken.None);
        started.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        sender.Dispose();
        await app.DisposeAsync();
        await page.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Of_a_thousand_inputs_at_once_each_has_one_outcome_and_its_sender_is_told_so()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * Inputs).Select(n => SendAsync(n / 2)));
        await app.StopAsync();

        var audit = await Audit.OfAsync(folder, Rollout, plan);
        Assert.Empty(audit.Inbox);
        audit.HoldsOnce(answers, allDecided: true);
        audit.KeepsOrder();
        Assert.Equal(Inputs, answers.Select(told => told.Id).Distinct(StringComparer.Ordinal).Count());
        // Whether a sender is told "fenced" in time or "stored" depends on the machine; that ways back were decided does not.
        Assert.Contains(audit.Entries, entry => entry is { Input: Input.RollBack, Outcome: Outcome.Accepted });
        // What is in the journal beside them is the start, and what the host told itself.
        Assert.Equal(Inputs + 1, audit.Entries.Count(entry => entry.Input.IsFromOutside));
    }

    private Task<Acknowledged> SendAsync(int n)
    {
        var (by, command) = (n % 8) switch
        {
            0 => ("lead", new JsonObject { ["command"] = "mark", ["item"] = "Everyone is ready" }),
            1 => ("lead", new JsonObject { ["command"] = "approve" }),
            2 => ("product", new JsonObject { ["command"] = "pause", ["reason"] = "wait" }),
            3 => ("lead", new JsonObject { ["command"] = "resume", ["reason"] = "go on" }),
            4 => ("stranger", new JsonObject { ["command"] = "approve" }),
            5 => ("lead", new JsonObject { ["command"] = "mark", ["item"] = "Root cause found", ["evidence"] = "https://example.com/cause" }),
            6 when n % 40 == 6 => ("lead", new JsonObject { ["command"] = "kill", ["reason"] = "to be sure" }),
            6 => ("product", new JsonObject { ["command"] = "rollback", ["reason"] = "it looks wrong", ["target"] = "nobody" }),
            _ => ("product", new JsonObject { ["command"] = "mark", ["item"] = "The few are told" }),
        };
        return sender.CommandAsync(Rollout, by, command, CancellationToken.None, FormattableString.Invariant($"input-{n:0000}"));
    }
}

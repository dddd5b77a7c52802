using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>The drivers decide nothing: they drain, carry out what they are told, and wait.</summary>
public sealed class OrchestratorTests
{
    private static DriveInput Phase(string stage) => new(DriverRig.Rollout, 0) { Stage = stage };

    [Fact]
    public async Task Writes_go_before_everything_else_and_what_they_led_to_is_drained_first()
    {
        await using var rig = await DriverRig.StartAsync();
        var (writes, others) = (new[] { DriverRig.Effect("SetFlag", "2.1"), DriverRig.Effect("SetSetting", "2.2") }, new[] { DriverRig.Effect("Post", "2.3"), DriverRig.Effect("Capture", "2.4") });
        var carried = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        rig.Carry = call => EffectReport.Fine with { Done = carried.TryAdd(call.Id, true) };
        rig.Drain = _ => DriverRig.Turn(effects: [.. new[] { others[0], writes[0], writes[1], others[1] }.Where(effect => !carried.ContainsKey(effect.Id))]);

        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));

        await rig.UntilAsync("everything is done", () => carried.Count == 4 && rig.Calls[^1] == Activities.Drain);
        Assert.Equal(["SetFlag 2.1", "SetSetting 2.2"], rig.Calls.Skip(1).Take(2).Order(StringComparer.Ordinal));
        Assert.Equal(["Capture 2.4", "Post 2.3"], rig.Calls.Skip(3).Where(call => call != Activities.Drain).Order(StringComparer.Ordinal));
        Assert.Equal(Activities.Drain, rig.Calls[3]);
        await rig.UntilAsync("it says what it waits for", async () => await rig.StatusAsync(driver) is (OrchestrationRuntimeStatus.Running, "P0.1 waits"));
    }

    [Fact]
    public async Task A_nudge_drains_again_and_one_that_comes_twice_or_early_changes_nothing()
    {
        await using var rig = await DriverRig.StartAsync();
        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));
        await rig.NudgeAsync(driver);
        await rig.UntilAsync("it began", () => rig.Drains >= 1);

        for (var n = 0; n < 3; n++)
        {
            var before = rig.Drains;
            await rig.NudgeAsync(driver);
            await rig.NudgeAsync(driver);
            await rig.UntilAsync("it drained again", () => rig.Drains > before);
        }

        Assert.All(rig.Calls, call => Assert.Equal(Activities.Drain, call));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.StatusAsync(driver))?.Status);
    }

    [Fact]
    public async Task A_nudge_that_carries_the_next_turn_is_followed_without_a_drain_and_so_is_what_an_effect_leads_to()
    {
        await using var rig = await DriverRig.StartAsync();
        rig.Carry = call => EffectReport.Fine with { Turn = call.Id == "2.1" ? DriverRig.Turn(effects: DriverRig.Effect("Post", "3.1")) with { Seq = 3 } : DriverRig.Turn() with { Seq = 4, Words = "all is said" } };
        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));
        await rig.UntilAsync("it waits", async () => await rig.StatusAsync(driver) is (_, "P0.1 waits"));

        await rig.TellAsync(driver, DriverRig.Turn(effects: DriverRig.Effect("SetFlag", "2.1")) with { Seq = 2 });

        await rig.UntilAsync("it did everything", async () => await rig.StatusAsync(driver) is (_, "all is said"));
        Assert.Equal(["Drain", "SetFlag 2.1", "Post 3.1"], rig.Calls);
    }

    [Fact]
    public async Task A_turn_that_is_older_than_what_the_driver_knows_changes_nothing_and_one_that_cannot_be_read_leads_to_a_drain()
    {
        await using var rig = await DriverRig.StartAsync();
        rig.Drain = _ => DriverRig.Turn() with { Seq = 10, Words = FormattableString.Invariant($"drained {rig.Drains}") };
        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));
        await rig.UntilAsync("it waits", async () => await rig.StatusAsync(driver) is (_, "drained 1"));

        await rig.TellAsync(driver, DriverRig.Turn("P1.1", over: true, effects: DriverRig.Effect("Post", "2.1")) with { Seq = 9 });
        await rig.TellAsync(driver, DriverRig.Turn() with { Seq = 11, Words = "told" });
        await rig.UntilAsync("it follows the newer", async () => await rig.StatusAsync(driver) is (_, "told"));
        Assert.Equal(["Drain"], rig.Calls);
        await rig.TellAsync(driver, new { seq = "a", effects = 3 });

        await rig.UntilAsync("it drained", async () => await rig.StatusAsync(driver) is (OrchestrationRuntimeStatus.Running, "drained 2"));
    }

    [Fact]
    public async Task A_wake_drains_without_a_nudge()
    {
        await using var rig = await DriverRig.StartAsync();
        rig.Drain = _ => DriverRig.Turn(wake: rig.Drains == 1 ? TimeProvider.System.GetUtcNow() : null);

        await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));

        await rig.UntilAsync("it woke", () => rig.Drains == 2);
    }

    [Fact]
    public async Task A_generation_ends_before_its_history_is_long_and_the_next_begins_by_draining()
    {
        await using var rig = await DriverRig.StartAsync();
        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));

        for (var n = 0; n < 3 * DriveLoop.MostCalls; n++)
        {
            var before = rig.Drains;
            await rig.NudgeAsync(driver);
            // A nudge between two generations is dropped: the next one has drained.
            await rig.UntilAsync("it drained again", () => rig.Drains > before);
        }

        await rig.UntilAsync("generations passed", () => rig.Generations >= 3);
        Assert.True(rig.Drains <= rig.Generations * DriveLoop.MostCalls, $"{rig.Drains} drains in {rig.Generations} generations");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.StatusAsync(driver))?.Status);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_tried_again_and_the_status_says_why()
    {
        await using var rig = await DriverRig.StartAsync();
        var down = true;
        rig.Drain = _ => down ? throw new StoreException("the table is away") : DriverRig.Turn();

        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));
        await rig.UntilAsync("it says why", async () => (await rig.StatusAsync(driver))?.Words.Contains("not done yet: the table is away; tried again at ", StringComparison.Ordinal) == true);
        down = false;

        await rig.UntilAsync("it goes on", async () => await rig.StatusAsync(driver) is (_, "P0.1 waits"));
    }

    [Fact]
    public async Task An_effect_that_is_throttled_waits_as_the_service_asks_and_a_nudge_is_heard_meanwhile()
    {
        await using var rig = await DriverRig.StartAsync();
        var throttled = true;
        rig.Drain = _ => throttled ? DriverRig.Turn(effects: DriverRig.Effect("Post", "2.1")) : DriverRig.Turn();
        rig.Carry = _ => new(false, FailureKind.Throttled, 240, "the channel asks for patience");

        var driver = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.1", Phase("P0.1"));
        await rig.UntilAsync("it says why", async () => (await rig.StatusAsync(driver))?.Words.Contains("the channel asks for patience", StringComparison.Ordinal) == true);
        Assert.Equal(["Drain", "Post 2.1"], rig.Calls);
        throttled = false;
        await rig.NudgeAsync(driver);

        await rig.UntilAsync("it heard the nudge", async () => await rig.StatusAsync(driver) is (_, "P0.1 waits"));
        Assert.Equal(["Drain", "Post 2.1", "Drain"], rig.Calls);
    }

    [Fact]
    public async Task A_launch_runs_a_driver_for_each_phase_and_attempt_until_it_is_over()
    {
        await using var rig = await DriverRig.StartAsync();
        string[] stages = ["prepare.1", "P0.1", "P1.1", "P0.2"];
        var now = 0;
        rig.Drain = _ => now < stages.Length ? DriverRig.Turn(stages[now]) : DriverRig.Turn("closed.2", over: true);

        var launch = await rig.StartAsync(RolloutOrchestrator.Name, DriverRig.Rollout, new(DriverRig.Rollout, 0));
        foreach (var stage in stages)
        {
            var driver = DriveInput.PhaseOf(DriverRig.Rollout, stage);
            await rig.UntilAsync($"{stage} is driven", async () => (await rig.StatusAsync(driver))?.Words == stage + " waits");
            Assert.Equal((OrchestrationRuntimeStatus.Running, $"{stage} is driven by {driver}"), await rig.StatusAsync(launch));
            now++;
            await rig.NudgeAsync(driver);
            await rig.UntilAsync($"{stage} is through", async () => (await rig.StatusAsync(driver))?.Status == OrchestrationRuntimeStatus.Completed);
        }

        await rig.UntilAsync("it is over", async () => await rig.StatusAsync(launch) is (OrchestrationRuntimeStatus.Completed, "closed.2 waits"));
    }

    [Fact]
    public async Task A_way_back_is_handed_over_once_and_when_it_is_through_it_wakes_the_phases_driver()
    {
        await using var rig = await DriverRig.StartAsync();
        var returning = true;
        rig.Drain = input => input.WayBack > 0
            ? DriverRig.Turn("P0.2", over: !returning)
            : DriverRig.Turn("P0.2", waysBack: returning ? [1] : []);
        var phase = await rig.StartAsync(PhaseOrchestrator.Name, "d7-1.P0.2", Phase("P0.2"));
        await rig.UntilAsync("the phase waits", async () => (await rig.StatusAsync(phase))?.Words == "P0.2 waits");
        await rig.NudgeAsync(phase);
        await rig.UntilAsync("it drained again", () => rig.Drains >= 2);
        Assert.Single(rig.Calls, call => call == "HandOver 1");

        var back = await rig.StartAsync(RollbackOrchestrator.Name, DriveInput.WayBackOf(DriverRig.Rollout, 1), new(DriverRig.Rollout, 1));
        await rig.UntilAsync("the way back waits", async () => (await rig.StatusAsync(back))?.Words == "P0.2 waits");
        var before = rig.Drains;
        returning = false;
        await rig.NudgeAsync(back);

        await rig.UntilAsync("the way back is through", async () => (await rig.StatusAsync(back))?.Status == OrchestrationRuntimeStatus.Completed);
        await rig.UntilAsync("the phase was woken", () => rig.Drains >= before + 2);
    }

    [Fact]
    public async Task A_nudge_for_a_stage_that_has_no_driver_yet_wakes_the_driver_before_through_their_parent()
    {
        await using var rig = await DriverRig.StartAsync();
        var stage = "P0.1";
        rig.Drain = _ => DriverRig.Turn(stage);
        var launch = await rig.StartAsync(RolloutOrchestrator.Name, DriverRig.Rollout, new(DriverRig.Rollout, 0));
        await rig.UntilAsync("P0 is driven", async () => (await rig.StatusAsync("d7-1.P0.1"))?.Words == "P0.1 waits");

        stage = "P1.1";
        await rig.NudgeAsync(launch);

        await rig.UntilAsync("P1 is driven", async () => (await rig.StatusAsync("d7-1.P1.1"))?.Words == "P1.1 waits");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.StatusAsync("d7-1.P0.1"))?.Status);
    }
}

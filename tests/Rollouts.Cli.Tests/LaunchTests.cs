namespace Rollouts.Cli.Tests;

/// <summary>Launches driven through the command line against a real host.</summary>
public sealed class LaunchTests : IAsyncLifetime
{
    private readonly RunningHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_launch_is_driven_from_its_start_to_its_close()
    {
        await host.StartAndGoAsync("whole");
        var approved = (await host.Ann("approve", "whole", "--wait", "--timeout", "20s")).Ended(ExitCode.WaitsForPerson);
        Assert.Contains("gate P1: csat >= 4: no data yet", approved.Out, StringComparison.Ordinal);
        (await host.Bob("report", "whole", "--metric", "csat", "--value", "4.5", "--samples", "30")).Ended(ExitCode.Fine);
        await host.UntilAsync("whole", status => status.Contains("approval of P1", StringComparison.Ordinal));
        (await host.Bob("approve", "whole", "--note", "all well")).Ended(ExitCode.Fine);
        var through = (await host.Ann("approve", "whole", "--wait", "--timeout", "20s")).Ended(ExitCode.Fine);
        Assert.Contains("Healthy, Watching", through.Out, StringComparison.Ordinal);
        Assert.Contains("flag new_path  100 %; allowed staff", through.Out, StringComparison.Ordinal);
        (await CloseAsync("whole")).Ended(ExitCode.Fine);
        Assert.Equal("Closed", (await host.Ann("get", "whole", "--json", "--exit-code")).Ended(ExitCode.Fine).Json.GetProperty("stage").GetString());
        (await host.Ann("journal", "whole", "--verify")).Ended(ExitCode.Fine);

        var why = (await host.Ann("why", "whole", "--gate", "P1")).Ended(ExitCode.Fine).Out;
        Assert.Contains("bob approved P1#1/", why, StringComparison.Ordinal);
        Assert.Contains("met  csat >= 4  n=30  4.5 since the attempt began, must be >= 4, reported by bob", why, StringComparison.Ordinal);
    }

    /// <summary>A launch closes only when nothing is under way any more; the last posts may be.</summary>
    private async Task<Ran> CloseAsync(string name)
    {
        while (true)
        {
            var closed = await host.Ann("close", name, "--note", "done");
            if (!closed.Errors.Contains("try again in a moment", StringComparison.Ordinal)) return closed;
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task A_refusal_is_an_error_with_its_reason_and_stays_in_the_journal()
    {
        await host.StartAsync("refusing");
        var refused = (await host.Bob("mark", "refusing", "Runbook read", "--evidence", "http://runbook")).Ended(ExitCode.Failed);
        Assert.Equal("error: Refused: only lead may mark 'Runbook read'\n", refused.Errors);
        Assert.Empty(refused.Out);
        Assert.Contains("refused: only lead may mark 'Runbook read'", (await host.Ann("why", "refusing")).Out, StringComparison.Ordinal);

        var json = (await host.Bob("approve", "refusing", "--json")).Ended(ExitCode.Failed).Json.GetProperty("error");
        Assert.Equal("nothing waits for an approval", json.GetProperty("detail").GetString());
        Assert.Equal(409, json.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Whoever_reports_what_the_plan_does_not_look_at_is_told_so()
    {
        await host.StartAsync("unheeded");
        var mistyped = (await host.Ann("report", "unheeded", "--kind", "data-los")).Ended(ExitCode.Fine);
        Assert.Equal("unheeded: accepted, but the plan looks at no reports of the kind 'data-los'; this one is kept, and nothing follows from it; did you mean 'data-loss'?\n", mistyped.Out);
        Assert.Equal("unheeded: accepted\n", (await host.Ann("report", "unheeded", "--kind", "bug")).Ended(ExitCode.Fine).Out);
    }

    [Fact]
    public async Task Of_many_commands_at_once_each_has_its_own_outcome()
    {
        await host.StartAsync("busy");
        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => host.Bob("approve", "busy"))));
        Assert.All(all, ran => Assert.Equal("error: Refused: nothing waits for an approval\n", ran.Ended(ExitCode.Failed).Errors));
    }

    [Fact]
    public async Task Evidence_that_is_a_file_is_kept_with_its_hash()
    {
        await host.StartAndGoAsync("proven");
        var journal = (await host.Ann("journal", "proven", "--json")).Ended(ExitCode.Fine).Json;
        var mark = Assert.Single(journal.EnumerateArray(), entry => entry.GetProperty("input").GetProperty("type").GetString() == "mark").GetProperty("input");
        Assert.Equal(64, mark.GetProperty("evidence").GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public async Task Taking_back_is_exit_code_1_and_resuming_asks_the_resume_gate()
    {
        await host.StartAndGoAsync("back");
        (await host.Ann("report", "back", "--kind", "data-loss", "--key", "k", "--text", "three files")).Ended(ExitCode.Fine);
        await host.UntilAsync("back", status => status.Contains("Returned: back to P0", StringComparison.Ordinal) && status.Contains("Find the cause", StringComparison.Ordinal));
        (await host.Ann("get", "back", "--exit-code")).Ended(ExitCode.Failed);
        var resumed = (await host.Ann("resume", "back", "--reason", "fixed", "--wait", "--timeout", "20s")).Ended(ExitCode.WaitsForPerson);
        Assert.Matches("\n  gate fixed: Cause fixed +from lead\n", resumed.Out);
        (await host.Ann("mark", "back", "Cause fixed")).Ended(ExitCode.Fine);
        var status = await host.UntilAsync("back", status => status.Contains("attempt 2", StringComparison.Ordinal) && status.Contains("Progressing", StringComparison.Ordinal));

        var task = status.Split('\n').Single(line => line.StartsWith("  task-", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        (await host.Ann("done", "back", task, "--note", "pool exhausted")).Ended(ExitCode.Fine);
        var incident = status.Split('\n').Single(line => line.StartsWith("  incident-", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        (await host.Ann("incident", "resolve", "back", incident, "--note", "over")).Ended(ExitCode.Fine);
        Assert.DoesNotContain("incidents", (await host.Ann("get", "back")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_answers_when_it_is_fenced_and_an_abort_ends_the_launch()
    {
        await host.StartAndGoAsync("ended");
        var back = (await host.Bob("rollback", "ended", "--reason", "no good", "--to", "nobody")).Ended(ExitCode.Fine);
        Assert.Matches("^ended: (fenced: nothing older can rise any more|rolling back: not every key is confirmed yet)\n$", back.Out);
        (await host.Ann("abort", "ended", "--reason", "enough")).Ended(ExitCode.Fine);
        var followed = (await host.Ann("get", "ended", "--watch", "--exit-code")).Ended(ExitCode.Failed);
        Assert.Contains("Aborted", followed.Out, StringComparison.Ordinal);
        (await host.Ann("kill", "ended", "--reason", "to be sure")).Ended(ExitCode.Fine);
        Assert.Contains("the launch is aborted", (await host.Ann("pause", "ended", "--reason", "late")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_commands_reach_the_launch()
    {
        await host.StartAndGoAsync("others");
        (await host.Ann("drill", "others", "kill-switch")).Ended(ExitCode.Fine);
        Assert.Contains("the plan has no drill 'other'; it has kill-switch", (await host.Ann("drill", "others", "other")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        (await host.Ann("reject", "others", "--reason", "too early")).Ended(ExitCode.Fine);
        (await host.Ann("incident", "declare", "others", "--severity", "P1", "--title", "files lost")).Ended(ExitCode.Fine);
        Assert.Contains("gate P0 takes no mitigations", (await host.Ann("mitigate", "others", "reports(bug) == 0", "--reason", "known")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        Assert.Contains("nothing may rise now", (await host.Ann("promote", "others")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        Assert.Contains("is not turned off", (await host.Ann("re-arm", "others", "new_path")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        Assert.Contains("the plan's decision matrix has no row 'odd'", (await host.Ann("triage", "others", "odd")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        (await host.Ann("silence", "others", "SlowUploads", "--for", "1h", "--control", "watched")).Ended(ExitCode.Fine);
        Assert.Contains("ann silenced alert SlowUploads until", (await host.Ann("why", "others")).Out, StringComparison.Ordinal);
        (await host.Ann("get", "others", "--exit-code")).Ended(ExitCode.Failed);
        Assert.Contains("ann rejected gate P0: too early", (await host.Ann("get", "others")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_launch_goes_on_by_a_changed_plan_and_says_what_may_not_change()
    {
        await host.StartAndGoAsync("amended");
        var file = Path.Combine(host.Folder, "amended.yaml");
        await File.WriteAllTextAsync(file, TinyPlan.Text.Replace("  new_path: {", "  another: { feature: on }\n  new_path: {", StringComparison.Ordinal));
        Assert.Contains("claimed at its start", (await host.Ann("amend", "amended", file, "--reason", "one more")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "plan: tiny\nphases: none\n");
        (await host.Ann("amend", "amended", file, "--reason", "nonsense")).Ended(ExitCode.BadUsage);
        await File.WriteAllTextAsync(file, TinyPlan.Text.Replace("approve: [lead]", "approve: [product]", StringComparison.Ordinal));
        (await host.Ann("amend", "amended", file, "--reason", "the lead is ill")).Ended(ExitCode.Fine);
        Assert.Contains("ann changed the plan: the lead is ill", (await host.Ann("why", "amended")).Out, StringComparison.Ordinal);
        await host.UntilAsync("amended", status => status.Contains("approval of P0", StringComparison.Ordinal));
        Assert.Contains("none of the roles that are asked: product", (await host.Ann("approve", "amended")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        await host.RestartAsync();
        (await host.Bob("approve", "amended")).Ended(ExitCode.Fine);
        await host.UntilAsync("amended", status => status.Contains("P1", StringComparison.Ordinal));
        (await host.Ann("journal", "amended", "--verify")).Ended(ExitCode.Fine);
    }

    [Fact]
    public async Task Triage_shows_what_the_plan_proposes_and_takes_the_proposal_of_what_was_found()
    {
        await host.StartAndGoAsync("odd");
        Assert.Matches("odd-files .*Files look odd .*P2 .*2h .*pause", (await host.Bob("triage", "odd")).Ended(ExitCode.Fine).Out);
        Assert.DoesNotContain("odd-files", (await host.Ann("why", "odd")).Out, StringComparison.Ordinal);
        (await host.Bob("triage", "odd", "odd-files", "--note", "half of them are empty")).Ended(ExitCode.Fine);
        Assert.Contains("bob found: Files look odd (half of them are empty)", (await host.Ann("get", "odd")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_after_its_time_with_exit_code_3()
    {
        await host.StartAndGoAsync("late");
        (await host.Ann("pause", "late", "--reason", "lunch")).Ended(ExitCode.Fine);
        (await host.Ann("mark", "late", "Cause fixed")).Ended(ExitCode.Fine);
        (await host.Ann("get", "late", "--exit-code")).Ended(ExitCode.WaitsForPerson);
        (await host.Ann("resume", "late", "--wait", "--timeout", "20s")).Ended(ExitCode.WaitsForPerson);
        var late = (await host.Ann("approve", "late", "--wait", "--timeout", "1ms")).Ended(ExitCode.TimedOut);
        Assert.Contains("did not come to rest in time", late.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_an_unknown_rollout_or_plan_is_not_found()
    {
        await host.StartAsync("taken");
        Assert.Contains("a rollout named taken exists already", (await host.Ann("start", host.PlanPath, "--name", "taken")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        Assert.Contains("is governed by the rollout", (await host.Ann("start", host.PlanPath, "--name", "second")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
        Assert.Equal("error: Not found: there is no rollout nobody\n", (await host.Ann("get", "nobody")).Ended(ExitCode.Failed).Errors);
        Assert.Equal("error: Not found: there is no plan unknown\n", (await host.Ann("start", "unknown")).Ended(ExitCode.Failed).Errors);
        Assert.Contains("'rollout' must be a name", (await host.Ann("start", host.PlanPath, "--name", "Not A Name")).Ended(ExitCode.BadUsage).Errors, StringComparison.Ordinal);
        Assert.Equal("taken has entries 1 to", (await host.Ann("why", "taken", "--at", "9999")).Ended(ExitCode.Failed).Errors["error: Not found: ".Length..][..22]);
    }
}

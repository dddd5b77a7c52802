using Rollouts.Simulation;

namespace Rollouts.Engine.Tests;

/// <summary>The plans are launched in virtual time with people who do all they are asked: what a plan asks can be fulfilled.</summary>
public class LaunchOfThePlans
{
    /// <summary>Of all evidence: the one that the beta's plan names.</summary>
    private const string Checksum = "30b2c06c4b4ffeb5d403c63fb7a4ee283f9f8f109b3484876fe09d7ec6de56c8";

    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void D7_leads_to_its_end_when_all_goes_well()
    {
        var launch = Run("d7-ga-soft-launch", 120, new() { ["uploads"] = 5000, ["uploads_succeeded"] = 5000, ["success_rate"] = 0.999, ["availability"] = 0.9999, ["p99_latency"] = 60, ["db_cpu"] = 20 }, drill: "kill-switch");
        Closed(launch);
        Assert.Equal(new[] { 0, 10, 20, 40, 50, 75, 100 }, Percents(launch));
    }

    [Fact]
    public void The_community_launch_leads_to_its_end_when_all_goes_well()
    {
        var launch = Run(
            "community-soft-launch", 40,
            new() { ["system_healthy"] = 1, ["community_healthy"] = 1, ["booking_success_rate"] = 0.99, ["smart_match_acceptance"] = 0.5, ["smart_match_ctr"] = 0.3, ["uptime"] = 0.9999 });
        Closed(launch);
        Assert.Equal(11, launch.State.Members.Count);
        Assert.Equal(new[] { 0, 100 }, Percents(launch));
    }

    [Fact]
    public void D7_throws_the_kill_switch_and_goes_back_a_phase_when_errors_last()
    {
        var values = new Dictionary<string, double> { ["uploads"] = 5000, ["uploads_succeeded"] = 5000, ["success_rate"] = 0.999, ["availability"] = 0.9999, ["p99_latency"] = 60 };
        var (launch, team) = Prepare("d7-ga-soft-launch", values, "kill-switch");
        team.Work(launch, 60, () => launch.State.Permitted.Audience.Percent.Value >= 40);
        values["error_rate"] = 0.3;
        launch.RunFor(TimeSpan.FromMinutes(30));
        Assert.Contains("INGESTION_ENABLED", launch.State.Off.Keys);
        Assert.Equal(10, launch.State.Permitted.Audience.Percent.Value);
        Assert.Contains("enterprise-*", launch.State.Permitted.Audience.Denied);
    }

    [Fact]
    public void A_community_with_three_complaints_about_one_thing_is_taken_back_alone()
    {
        var values = new Dictionary<string, double> { ["system_healthy"] = 1, ["community_healthy"] = 1, ["booking_success_rate"] = 0.99, ["smart_match_acceptance"] = 0.5 };
        var (launch, team) = Prepare("community-soft-launch", values, null);
        team.Work(launch, 20, () => launch.State.Members.Count >= 3);
        for (var i = 0; i < 3; i++)
            launch.Give((id, at) => new Input.Report(id, at, Actor.Of("U1"), "complaint", "wrong-rides", "community-02", "rides I did not ask for"));
        launch.RunFor(TimeSpan.FromMinutes(10));
        Assert.False(launch.State.Members["community-02"].In);
        Assert.True(launch.State.Members["pilot-community"].In);
    }

    [Fact]
    public void Kruxt_lets_the_canaries_in_after_two_fridays_within_its_dates()
    {
        var values = new Dictionary<string, double>(HealthyBeta);
        var (launch, team) = Prepare("kruxt-closed-beta", values, "rollback-path", Rome(2, 23));
        team.Work(launch, 60, () => launch.State.Members.Count >= 3);
        Assert.Equal(Rome(3, 2), launch.State.Members["pavia"].Began);
        Assert.InRange(launch.State.Members["us-canary"].Began, Rome(3, 20), Rome(3, 21));
        Assert.Equal(["Pending", "Pass", "Pass"], Reviews(launch, "pavia#1"));
        team.Work(launch, 60, () => launch.State.IsFinished);
        Closed(launch);
    }

    [Fact]
    public void Kruxt_takes_the_canaries_back_when_a_Sev_1_lasts_and_waits_two_days_after_it()
    {
        var (launch, team) = Prepare("kruxt-closed-beta", new(HealthyBeta), "rollback-path", Rome(2, 23));
        team.Work(launch, 60, () => launch.State.Members.Count >= 3);
        launch.Give((id, at) => new Input.DeclareIncident(id, at, Actor.Of("U0FOUNDER"), "Sev-1", "sync loses workouts"));
        launch.RunFor(TimeSpan.FromMinutes(29));
        Assert.True(launch.State.Members["us-canary"].In);
        launch.RunFor(TimeSpan.FromMinutes(20));
        Assert.False(launch.State.Members["us-canary"].In);
        Assert.True(launch.State.Members["pavia"].In);
        Assert.Equal(
            ["cohort_invites_enabled", "ml_recommendations_enabled", "new_module_paths_enabled", "provider_fitbit_enabled", "provider_oura_enabled", "public_feed_boost_enabled"],
            launch.State.Off.Keys.Where(flag => flag != "closed_beta"));
        launch.Give((id, at) => new Input.ResolveIncident(id, at, Actor.Of("U0FOUNDER"), launch.State.Incidents.Keys.Single(), "fixed"));
        var resolved = launch.Now;
        team.Work(launch, 10, () => launch.State.Holds.IsEmpty);
        Assert.InRange(launch.Now - resolved, TimeSpan.FromDays(2), TimeSpan.FromDays(2.5));
    }

    [Fact]
    public void Kruxt_goes_back_when_retention_fails_and_only_holds_when_others_do()
    {
        var values = new Dictionary<string, double>(HealthyBeta);
        var (launch, team) = Prepare("kruxt-closed-beta", values, "rollback-path", Rome(2, 23));
        team.Work(launch, 60, () => launch.State.Members.Count >= 3);
        (values["repeat_rate"], values["booking_completion"]) = (0.1, 0.1);
        launch.RunFor(TimeSpan.FromDays(7));
        Assert.Equal(HoldKind.Failed, launch.State.Holds.Values.First().Kind);
        Assert.True(launch.State.Members["us-canary"].In);
        (values["repeat_rate"], values["booking_completion"], values["week_4_retention"]) = (0.5, 0.8, 0.2);
        team.Work(launch, 10, () => launch.State.Holds.IsEmpty);
        launch.RunFor(TimeSpan.FromDays(14));
        Assert.False(launch.State.Members["us-canary"].In);
    }

    [Fact]
    public void The_beta_is_widened_by_tasks_and_ends_after_two_green_reviews()
    {
        var launch = Run(
            "beta-playbook", 80,
            new() { ["latency_p95_ms"] = 180, ["error_budget"] = 0.95, ["csat"] = 4.5, ["nps"] = 55 });
        Closed(launch);
        Assert.Contains(launch.State.Tasks.Values, task => task.Do.StartsWith("Widen access", StringComparison.Ordinal));
        Assert.Equal(["Pass", "Pass"], Reviews(launch, "beta#1").TakeLast(2));
    }

    [Fact]
    public void The_pilot_climbs_to_everybody_by_its_setting()
    {
        var launch = Run("pilot-runbook", 40, new(HealthyPilot), drill: "killswitch");
        Closed(launch);
        Assert.Equal(["0", "0.10", "0.20", "0.50", "1.00"], launch.Journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectPlanned>()
            .Select(planned => planned.Effect).OfType<Effect.Write>().Select(write => write.Document).OfType<KeyDocument.Setting>().Select(setting => setting.Value).Distinct());
        Assert.Equal(TrackStage.Running, launch.State.Main.Stage);
    }

    [Fact]
    public void The_pilot_goes_back_to_ten_percent_when_it_is_slow_and_to_nobody_in_an_outage()
    {
        var values = new Dictionary<string, double>(HealthyPilot);
        var (launch, team) = Prepare("pilot-runbook", values, "killswitch");
        team.Work(launch, 20, () => launch.State.Permitted.Audience.Percent == new Percent(50));
        values["mic_grant"] = 0.8;
        launch.RunFor(TimeSpan.FromMinutes(10));
        Assert.Contains("e2_mic_primer", launch.State.Off.Keys);
        Assert.Empty(launch.State.Holds);
        values["ttv_p90"] = 6;
        launch.RunFor(TimeSpan.FromMinutes(40));
        Assert.Equal(new KeyDocument.Setting("0.10"), launch.State.Confirmed[GovernedKey.Setting("PILOT_ROLLOUT_PCT", "production")]);
        launch.Give((id, at) => new Input.Triage(id, at, Actor.Of("U1", "on-call"), "outage", ""));
        launch.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(new KeyDocument.Setting("0"), launch.State.Confirmed[GovernedKey.Setting("PILOT_ROLLOUT_PCT", "production")]);
        Assert.Contains(launch.State.Incidents.Values, incident => incident.Severity == "P0");
    }

    private static readonly Dictionary<string, double> HealthyBeta = new()
    {
        ["repeat_rate"] = 0.5, ["feed_interactions"] = 3.5, ["booking_completion"] = 0.8, ["week_4_retention"] = 0.3, ["chain_survival"] = 0.45,
        ["staff_active_rate"] = 0.7, ["sync_success"] = 0.99, ["scheduler_configured"] = 1, ["audit_log_intact"] = 1, ["privacy_intake_open"] = 1,
    };

    private static readonly Dictionary<string, double> HealthyPilot = new()
    {
        ["ttv_p50"] = 1.5, ["ttv_p90"] = 4, ["mic_grant"] = 0.9, ["mic_grant_control"] = 0.9, ["activation"] = 0.5, ["healthy"] = 1,
        ["staging_ttv_samples"] = 40, ["staging_mic_grant"] = 0.9,
    };

    private static DateTimeOffset Rome(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.FromHours(1));

    private static IEnumerable<string> Reviews(VirtualLaunch launch, string gate) =>
        launch.Journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.ReviewHeld>().Where(review => review.Gate == gate).Select(review => review.Status);

    /// <summary>Says what the launch waits for, if it did not come to its end.</summary>
    private static void Closed(VirtualLaunch launch) => Assert.True(
        launch.State.Stage == RolloutStage.Closed,
        string.Join('\n', launch.State.Criteria.Where(each => each.Value.Line.Verdict != Verdict.Met).Select(each => $"{each.Key}: {each.Value.Line.Because}").Prepend(launch.State.Main.ToString())));

    private static int[] Percents(VirtualLaunch launch) =>
        [.. launch.Journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.ExposureSet>().Select(set => (int)set.Exposure.Audience.Percent.Value).Distinct()];

    private static VirtualLaunch Run(string name, int days, Dictionary<string, double> values, string? drill = null)
    {
        var (launch, team) = Prepare(name, values, drill);
        team.Work(launch, days, () => launch.State.IsFinished);
        return launch;
    }

    private static (VirtualLaunch Launch, Team Team) Prepare(string name, Dictionary<string, double> values, string? drill, DateTimeOffset? start = null)
    {
        var plan = Assert.IsType<PlanReading.Sound>(PlanReader.Read(RepositoryFiles.Read("plans", name + ".yaml"))).Plan;
        var launch = new VirtualLaunch(plan, start ?? Monday, (wanted, now) => Reading.Of(wanted.Key, now, values.GetValueOrDefault(wanted.Key.Metric), 10_000));
        launch.Start("r1", Actor.Of("U0START"));
        return (launch, new(plan, drill));
    }

    /// <summary>People who mark, approve, drill, resume, report and close whatever they may.</summary>
    private sealed class Team(Plan plan, string? drill)
    {
        private readonly ChecklistItem[] items = [.. EveryGateOf(plan).SelectMany(gate => gate.Criteria).Select(line => line.Criterion).OfType<Criterion.OfItem>().Select(item => item.Item)];

        public void Work(VirtualLaunch launch, int days, Func<bool> until)
        {
            for (var quarter = 0; quarter < days * 4 && !until(); quarter++)
            {
                foreach (var item in items) launch.Give((id, at) => new Input.Mark(id, at, Who(item.Owner), item.Id, true, new("https://evidence", Checksum), ""));
                foreach (var role in plan.Roles.Values)
                    foreach (var gate in launch.State.Gates.Values.Where(gate => gate.Approval is not null).Select(gate => gate.Approval!.Request).ToArray())
                        launch.Give((id, at) => new Input.Approve(id, at, Who(role.Name), gate, ""));
                foreach (var metric in plan.Metrics.Values.Where(metric => metric.Measure == Measure.Reported))
                    foreach (var severity in new[] { "P1", "P2" })
                        launch.Give((id, at) => new Input.ReportValue(id, at, Who(plan.Roles.Keys.First()), metric.Name, severity, 0, 1));
                if (drill is not null && !launch.State.Drills.ContainsKey(drill)) launch.Give((id, at) => new Input.StartDrill(id, at, Who(plan.Roles.Keys.First()), drill));
                if (!launch.State.Holds.IsEmpty) launch.Give((id, at) => new Input.Resume(id, at, Who(plan.Roles.Keys.First()), "looks good"));
                if (launch.State.Stage == RolloutStage.Watching) launch.Give((id, at) => new Input.Close(id, at, Who(plan.May["close"][0]), ""));
                launch.RunFor(TimeSpan.FromHours(6), until);
            }
        }

        private Actor Who(string? role) => plan.Roles[role ?? plan.Roles.Keys.First()] is var known && known.Members is [var member, ..] ? Actor.Of(member) : Actor.Of("U1", known.Group!);

        private static IEnumerable<Gate> EveryGateOf(Plan plan) =>
            plan.Phases.SelectMany(phase => phase.Steps.Select(step => step.Next).Append(phase.Enter).Append(phase.Exit).Concat(phase.Members is { } members ? members.Waves.Select(wave => wave.Gate).Append(members.Gate) : []))
                .Concat(plan.Gates.Values).Append(plan.Go).Append(plan.Close);
    }
}

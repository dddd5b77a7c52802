using Rollouts.Simulation;

namespace Rollouts.Engine.Tests;

/// <summary>The plans are launched in virtual time with people who do all they are asked: what a plan asks can be fulfilled.</summary>
public class LaunchOfThePlans
{
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

    private static (VirtualLaunch Launch, Team Team) Prepare(string name, Dictionary<string, double> values, string? drill)
    {
        var plan = Assert.IsType<PlanReading.Sound>(PlanReader.Read(RepositoryFiles.Read("plans", name + ".yaml"))).Plan;
        var launch = new VirtualLaunch(plan, Monday, (wanted, now) => Reading.Of(wanted.Key, now, values.GetValueOrDefault(wanted.Key.Metric), 10_000));
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
                foreach (var item in items) launch.Give((id, at) => new Input.Mark(id, at, Who(item.Owner), item.Id, true, new("https://evidence", null), ""));
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

using Rollouts.Engine;

namespace Rollouts.Tests.Properties;

public class LaunchProperties
{
    private static readonly string[] RealPlans =
        ["d7-ga-soft-launch.yaml", "community-soft-launch.yaml", "kruxt-closed-beta.yaml", "beta-playbook.yaml", "pilot-runbook.yaml"];

    [Fact]
    public void The_rules_hold_whatever_happens_to_the_test_plan() => Scripts.Check(150, acts => Run(TestPlan.Plan, acts));

    [Fact]
    public void The_rules_hold_whatever_happens_to_any_plan() => Scripts.Check(400, (plan, acts) => Run(RandomPlan.Of(plan), acts));

    [Fact]
    public void The_rules_hold_whatever_happens_to_the_real_plans()
    {
        foreach (var plan in RealPlans.Select(Read)) Scripts.Check(30, acts => Run(plan, acts));
    }

    [Fact]
    public void Whatever_happened_a_launch_reaches_its_end_once_all_is_well_and_people_help()
    {
        Scripts.Check(2, acts => GoingOnIsPossible(TestPlan.Plan, acts));
        foreach (var plan in RealPlans.Select(Read)) Scripts.Check(1, acts => GoingOnIsPossible(plan, acts));
    }

    private static void Run(Plan plan, IEnumerable<Act> acts)
    {
        var launch = new RandomLaunch(plan);
        foreach (var act in acts) launch.Do(act);
        TakingBackIsPossible(launch.Fork());
        FoldingAgainGivesTheSame(launch);
    }

    private static void TakingBackIsPossible(RandomLaunch launch)
    {
        if (!launch.State.Governing || launch.State.IsFinished) return;
        var outcome = launch.Give((id, at) => new Input.RollBack(id, at, PlanParts.Everybody(launch.Plan), "nobody", null, "enough"));
        if (outcome is Outcome.Refused refused) Assert.Equal("the launch is already back at nobody", refused.Reason);
        // What is as bad as before when people go on takes the launch back again and again.
        launch.Recover();
        launch.CarryOutAll();
        for (var i = 0; i < 12 && !launch.State.Returning.IsEmpty; i++) launch.Do(new(Deed.Progress, 9));
        Assert.Empty(launch.State.Returning);
        launch.CarryOutAll();
        Assert.All(launch.State.Confirmed.Where(key => launch.State.Main.Step < 0 && key.Value is KeyDocument.Dial), key => Assert.Equal("off", key.Value.ToString()));
    }

    private static void GoingOnIsPossible(Plan plan, IEnumerable<Act> acts)
    {
        var launch = new RandomLaunch(plan);
        foreach (var act in acts) launch.Do(act);
        launch.Recover();
        for (var hour = 0; hour < 4000 && launch.State.Stage is not RolloutStage.Watching && !launch.State.IsFinished; hour++)
        {
            if (hour % 8 == 0 || launch.State.Gates.Values.Any(gate => gate.Approval is not null)) launch.Progress(TimeSpan.FromHours(1));
            else launch.Wait(TimeSpan.FromHours(1));
        }

        Assert.True(
            launch.State.Stage is RolloutStage.Watching || launch.State.IsFinished,
            $"stuck at {launch.State.Stage} {launch.State.Main}: {string.Join("; ", Explaining.Waits(launch.Plan, launch.State, launch.Now).Select(wait => wait.What))}");
    }

    private static void FoldingAgainGivesTheSame(RandomLaunch launch)
    {
        var again = launch.Journal.Select(EntryChain.Write).Select(EntryChain.Read).Aggregate(Ledger.Empty, (ledger, entry) => ledger.Fold(launch.Plan, entry));
        Assert.Equal(launch.Ledger.Hash, again.Hash);
        Assert.Equal(StateText.Of(launch.State), StateText.Of(again.State));
        var kept = LedgerSnapshot.Of(launch.Ledger).Open()!;
        Assert.Equal((launch.Ledger.Hash, StateText.Of(launch.State)), (kept.Hash, StateText.Of(kept.State)));
    }

    private static Plan Read(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RolloutFunctions.sln"))) folder = Path.GetDirectoryName(folder)!;
        var reading = PlanReader.Read(File.ReadAllText(Path.Combine(folder, "plans", name)), name);
        return Assert.IsType<PlanReading.Sound>(reading).Plan;
    }
}

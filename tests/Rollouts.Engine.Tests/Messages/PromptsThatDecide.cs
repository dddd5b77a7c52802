using Rollouts.Simulation;

namespace Rollouts.Engine.Tests.Messages;

/// <summary>What a prompt says on a phone: where a yes leads, for whom, and nothing twice.</summary>
public class PromptsThatDecide
{
    private const string OneByOne = """
        plan: towns
        title: Towns
        roles: { lead: { members: [U0LEAD] }, engineering: { group: engineering } }
        flags: { towns: { dial: exposure, unit: community } }
        phases:
          - { phase: P1, title: Inside, lasts: 1h.., review: every 1h, exposure: { percent: 0 }, enter: [{ item: Runbook reviewed, owner: engineering }], approve: [lead] }
          - phase: P2
            title: Town by town
            lasts: 1h..
            review: every 1h
            members: { spacing: 1h, waves: [{ admit: [pavia, lodi] }, { admit: [como, bergamo], gate: [open_incidents == 0] }], gate: [open_incidents == 0] }
            gate: [every active track passes]
            approve: [lead]
          - { phase: P3, title: Everywhere, lasts: 1h.., review: every 1h, exposure: { percent: 100 }, approve: [lead] }
        """;

    private static Plan Plan { get; } = Assert.IsType<PlanReading.Sound>(PlanReader.Read(OneByOne)).Plan;

    [Fact]
    public void A_yes_to_a_phase_that_lets_in_one_by_one_names_whom()
    {
        var asked = Terminal(Played(), "P1");
        Assert.Contains("Approve P1 Inside → P2 Town by town?", asked, StringComparison.Ordinal);
        Assert.Contains("Changes  one by one: pavia, lodi, como, bergamo\n", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Everybody_is_told_in_the_plural_of_the_flags_unit()
    {
        var asked = Terminal(Played(), "P2");
        Assert.Contains("Approve P2 Town by town → P3 Everywhere?", asked, StringComparison.Ordinal);
        Assert.Contains("0 % → 100 % of all communities", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void What_waits_for_a_mark_says_once_from_whom()
    {
        var (launch, record) = New();
        var post = record().Posts.Values.Select(each => each.Post).First(post => post.Topic == "phase");
        var told = PlainRenderer.Terminal(Composer.Compose(new(Plan, launch.State, record(), launch.Now), post));
        Assert.Contains("○ gate P1 enter: Runbook reviewed, from engineering\n", told, StringComparison.Ordinal);
    }

    /// <summary>As it was asked: the launch goes on until the gate's approval is open.</summary>
    private static string Terminal((VirtualLaunch Launch, Func<LaunchRecord> Record) played, string gate)
    {
        var (launch, record) = played;
        while (true)
        {
            launch.RunFor(TimeSpan.FromDays(2), () => launch.State.Gates.Values.Any(each => each.Approval is not null));
            var request = Assert.Single(record().Requests.Values, request => request.Ended is null);
            var post = record().Posts.Values.Select(each => each.Post).Last(post => post.Topic == "approval" && post.About == request.Request);
            var told = PlainRenderer.Terminal(Composer.Compose(new(Plan, launch.State, record(), launch.Now), post));
            if (request.Gate.StartsWith(gate + "#", StringComparison.Ordinal)) return told;
            Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Approve(id, at, Actor.Of("U0LEAD"), null, "")));
        }
    }

    private static (VirtualLaunch Launch, Func<LaunchRecord> Record) Played()
    {
        var (launch, record) = New();
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.Mark(id, at, new Actor("U0ENG", ["engineering"]), "runbook-reviewed", true, null, "")));
        return (launch, record);
    }

    private static (VirtualLaunch Launch, Func<LaunchRecord> Record) New()
    {
        var launch = new VirtualLaunch(Plan, CheckoutLaunch.Begin, (wanted, at) => Reading.Of(wanted.Key, at, 0, 1000));
        launch.Start("towns", Actor.Of("U0LEAD"));
        return (launch, () => launch.History.Aggregate(LaunchRecord.Empty, (record, decided) => record.After(decided)));
    }
}

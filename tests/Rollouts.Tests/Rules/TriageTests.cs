namespace Rollouts.Tests.Rules;

/// <summary>The decision matrix: a person says what was found, the plan says what is done.</summary>
public class TriageTests
{
    [Fact]
    public void The_row_s_proposal_is_carried_out()
    {
        var launch = AtP1();
        Assert.IsType<Outcome.Accepted>(Triage(launch, "slow"));
        Assert.Equal("lead-person found: Uploads are slow (p95 of 9 s)", Assert.Single(launch.State.Holds.Values).Cause);
    }

    [Fact]
    public void A_row_may_take_back()
    {
        var launch = AtP1();
        Triage(launch, "loss");
        launch.Minutes(5);
        Assert.Equal(0, launch.Exposed.Value);
    }

    [Fact]
    public void A_row_the_matrix_does_not_have_is_refused() =>
        Assert.Equal("the plan's decision matrix has no row 'meh'; it has slow, loss", Assert.IsType<Outcome.Refused>(Triage(AtP1(), "meh")).Reason);

    private static Outcome? Triage(TestLaunch launch, string row) => launch.Give((id, at) => new Input.Triage(id, at, TestLaunch.Lead, row, "p95 of 9 s"));

    private static TestLaunch AtP1()
    {
        var launch = new TestLaunch(TestPlan.Plan with
        {
            Triage =
            [
                new("slow", "Uploads are slow", "", "P2", null, new(new Move.Pause(), null, null)),
                new("loss", "Data is lost", "", "P0", null, new(new Move.Back(new BackTarget.Nobody()), null, null)),
            ],
        });
        launch.GoTo("P1");
        return launch;
    }
}

using Rollouts.Simulation;

namespace Rollouts.Tests;

/// <summary>A launch of a test plan in virtual time, in a world whose metrics the test sets.</summary>
internal sealed class TestLaunch
{
    public static readonly Actor Lead = Actor.Of("lead-person");
    public static readonly Actor Product = Actor.Of("product-person");
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public TestLaunch(Plan? plan = null, Func<Effect, EffectFate>? fate = null, Actor? starter = null)
    {
        Plan = plan ?? TestPlan.Plan;
        Virtual = new(Plan, Begin, Answer);
        if (fate is not null) Virtual.Fate = fate;
        Virtual.Start("launch", starter ?? Lead);
    }

    public Plan Plan { get; }

    public VirtualLaunch Virtual { get; }

    public RolloutState State => Virtual.State;

    /// <summary>The value of each metric; null for no data. Absent metrics read 0.01 of 1000.</summary>
    public Dictionary<string, double?> World { get; } = new(StringComparer.Ordinal);

    public double Samples { get; set; } = 1000;

    public Percent Exposed => State.Permitted.Audience.Percent;

    public string Phase => Plan.Phases[State.Main.Phase].Name;

    public IEnumerable<RolloutEvent> Events => Virtual.Journal.SelectMany(entry => entry.Events);

    public KeyDocument? Flag(string name) => State.Confirmed.GetValueOrDefault(GovernedKey.Flag(name));

    public Outcome? Give(Func<string, DateTimeOffset, Input> make) => Virtual.Give(make);

    public string? Refusal(Func<string, DateTimeOffset, Input> make) => (Give(make) as Outcome.Refused)?.Reason;

    public void Approve(params Actor[] actors)
    {
        foreach (var actor in actors) Assert.IsType<Outcome.Accepted>(Give((id, at) => new Input.Approve(id, at, actor, null, "")));
    }

    public void Mark(string item, Actor? by = null) => Assert.IsType<Outcome.Accepted>(Give((id, at) => new Input.Mark(id, at, by ?? Lead, item, true, null, "")));

    public void Days(double days) => Virtual.RunFor(TimeSpan.FromDays(days));

    public void Minutes(double minutes) => Virtual.RunFor(TimeSpan.FromMinutes(minutes));

    /// <summary>Runs until a request is open and lets both people approve what they are asked.</summary>
    public void ApproveWhenAsked(int days = 30)
    {
        Virtual.RunFor(TimeSpan.FromDays(days), () => Request() is not null);
        var request = Request() ?? throw new InvalidOperationException($"no approval was asked for within {days} days; the launch is at {Phase}");
        foreach (var role in request.Roles) Approve(Actor.Of(role + "-person"));
        Minutes(5);
    }

    public ApprovalState? Request() => State.Gates.Values.FirstOrDefault(gate => gate.Approval is not null)?.Approval;

    /// <summary>Goes on with a healthy launch to the first step of the named phase.</summary>
    public void GoTo(string phase)
    {
        for (var i = 0; i < 20 && Phase != phase; i++)
        {
            var before = State.Main.Phase;
            Virtual.RunFor(TimeSpan.FromDays(30), () => Request() is not null || State.Main.Phase != before);
            if (Request() is not null) ApproveWhenAsked();
        }

        Assert.Equal(phase, Phase);
        Minutes(5);
    }

    /// <summary>A launch whose raise from 10 % to 20 % is decided and not confirmed; effects stay pending.</summary>
    public static TestLaunch WithRaiseUnderWay(Plan? plan = null)
    {
        var launch = new TestLaunch(plan);
        launch.GoTo("P1");
        launch.Virtual.RunFor(TimeSpan.FromDays(20), () => launch.Request() is not null);
        launch.Virtual.CarriesOut = false;
        launch.Approve(Lead, Product);
        launch.Minutes(6);
        Assert.Contains(Next.EffectsOf(launch.State), effect => effect is Effect.Write { Rise: true });
        return launch;
    }

    private Reading Answer(ReadingWanted wanted, DateTimeOffset at)
    {
        var value = World.TryGetValue(wanted.Key.Metric, out var set) ? set : 0.01;
        return new(wanted.Key, at, wanted.From, value, value is null ? 0 : Samples, value * Samples, Samples, "test", null);
    }
}

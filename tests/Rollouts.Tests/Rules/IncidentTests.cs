using System.Collections.Immutable;

namespace Rollouts.Tests.Rules;

/// <summary>Incidents and tasks, with their clocks.</summary>
public class IncidentTests
{
    private static readonly Plan Plan = TestPlan.Plan with
    {
        Incidents = new[] { new IncidentRule("P0", "lead", [new("Tell the customers", "product", TimeSpan.FromMinutes(30))]) }
            .ToImmutableSortedDictionary(rule => rule.Severity, rule => rule, StringComparer.Ordinal),
    };

    [Fact]
    public void An_incident_asks_for_what_its_severity_says_with_a_commander_and_deadlines()
    {
        var launch = Declared();
        Assert.Equal("lead", Assert.Single(launch.State.Incidents.Values).Commander);
        var task = Assert.Single(launch.State.Tasks.Values);
        Assert.Equal(("Tell the customers", "product"), (task.Do, task.Owner));
        Assert.Equal(TimeSpan.FromMinutes(30), task.Due - task.Opened);
    }

    [Fact]
    public void A_severity_the_plan_does_not_know_is_refused() =>
        Assert.Equal("this plan knows no severity 'meh'; it knows P0", new TestLaunch(Plan).Refusal((id, at) => new Input.DeclareIncident(id, at, TestLaunch.Lead, "meh", "Something")));

    [Fact]
    public void A_task_is_reminded_of_at_half_time_and_overdue_at_its_deadline_each_once()
    {
        var launch = Declared();
        launch.Minutes(14);
        Assert.Empty(launch.Events.OfType<RolloutEvent.TaskReminded>());
        launch.Minutes(2);
        Assert.Single(launch.Events.OfType<RolloutEvent.TaskReminded>());
        launch.Minutes(60);
        Assert.Single(launch.Events.OfType<RolloutEvent.TaskReminded>());
        Assert.Single(launch.Events.OfType<RolloutEvent.TaskOverdue>());
    }

    [Fact]
    public void A_task_that_is_done_is_neither()
    {
        var launch = Declared();
        Assert.Null(Complete(launch, TestLaunch.Product));
        launch.Minutes(60);
        Assert.Empty(launch.Events.OfType<RolloutEvent.TaskReminded>());
        Assert.Empty(launch.Events.OfType<RolloutEvent.TaskOverdue>());
        Assert.StartsWith("done already, by product-person", Complete(launch, TestLaunch.Product), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_its_owner_completes_a_task()
    {
        var launch = Declared();
        Assert.Equal("only product may complete this task", Complete(launch, TestLaunch.Lead));
        Assert.Equal("the launch has no task 'task-9.9'", launch.Refusal((id, at) => new Input.CompleteTask(id, at, TestLaunch.Lead, "task-9.9", "")));
    }

    [Fact]
    public void An_incident_is_resolved_once()
    {
        var launch = Declared();
        var incident = launch.State.Incidents.Keys.Single();
        Assert.Equal("passer-by has no role in this plan", Resolve(launch, incident, Actor.Of("passer-by")));
        Assert.Null(Resolve(launch, incident, TestLaunch.Lead));
        Assert.StartsWith("resolved already", Resolve(launch, incident, TestLaunch.Lead), StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_is_told_of_in_the_channel_of_its_severity_or_in_the_launchs_own()
    {
        foreach (var (channel, expected) in new[] { ("#incidents", "#incidents"), (null, Plan.Channel) })
        {
            var launch = new TestLaunch(Plan with { Incidents = Plan.Incidents.SetItem("P0", Plan.Incidents["P0"] with { Channel = channel }) });
            launch.Minutes(5);
            launch.Give((id, at) => new Input.DeclareIncident(id, at, TestLaunch.Lead, "P0", "Data is lost"));
            Resolve(launch, launch.State.Incidents.Keys.Single(), TestLaunch.Lead);
            var posts = launch.Events.OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect).OfType<Effect.Post>().Where(post => post.Topic == "incident");
            Assert.Equal([expected, expected], posts.Select(post => post.Channel));
        }
    }

    private static string? Complete(TestLaunch launch, Actor by) => launch.Refusal((id, at) => new Input.CompleteTask(id, at, by, launch.State.Tasks.Keys.Single(), ""));

    private static string? Resolve(TestLaunch launch, string incident, Actor by) => launch.Refusal((id, at) => new Input.ResolveIncident(id, at, by, incident, "mended"));

    private static TestLaunch Declared()
    {
        var launch = new TestLaunch(Plan);
        launch.Minutes(5);
        Assert.IsType<Outcome.Accepted>(launch.Give((id, at) => new Input.DeclareIncident(id, at, TestLaunch.Lead, "P0", "Data is lost")));
        return launch;
    }
}

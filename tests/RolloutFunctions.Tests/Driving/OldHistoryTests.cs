using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace RolloutFunctions.Tests;

/// <summary>Histories as an earlier version of the app left them, replayed by this one: launches under way go on.</summary>
/// <remarks>The events stand here as the first version wrote them. A change that fails here breaks launches under way: the order of calls and the names are frozen.</remarks>
public sealed class OldHistoryTests
{
    private const string Input = """{"rollout":"d7-1","wayBack":0,"failures":0,"stage":"P2.1"}""";
    private const string Nothing = """{"effects":[],"waysBack":[],"wake":"2026-03-04T08:00:00+00:00","over":false,"words":"P2 at 10 %","stage":"P2.1"}""";
    private const string OneWrite = """{"effects":[{"rollout":"d7-1","effect":"41.1","kind":"SetFlag"}],"waysBack":[],"wake":null,"over":false,"words":"P2","stage":"P2.1"}""";
    private const string Elsewhere = """{"effects":[],"waysBack":[1],"wake":null,"over":false,"words":"P1","stage":"P1.2","somethingNew":[1,2]}""";
    private const string Done = """{"done":true,"failure":"Transient","after":null,"why":""}""";

    private readonly List<HistoryEvent> past = [];
    private DateTime clock = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
    private int id;

    [Fact]
    public void A_driver_that_waits_for_a_nudge_or_its_wake_drains_when_the_nudge_comes()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", Nothing);
        Timer(1);

        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, Nudge()));

        Assert.Equal(("Drain", 2), (action.ScheduleTask.Name, action.Id));
    }

    [Fact]
    public void A_driver_that_carried_out_a_write_and_waits_is_woken_by_its_timer()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", OneWrite);
        Called(1, "SetFlag", Done);
        Called(2, "Drain", Nothing);
        Timer(3);

        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, New(e => e.TimerFired = new() { TimerId = 3, FireAt = Timestamp.FromDateTime(new(2026, 3, 4, 8, 0, 1, DateTimeKind.Utc)) })));

        Assert.Equal(("Drain", 4), (action.ScheduleTask.Name, action.Id));
    }

    [Fact]
    public void A_drain_whose_answer_has_members_that_this_version_does_not_know_ends_the_phase_as_it_says()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Scheduled(0, "Drain");

        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, New(e => e.TaskCompleted = new() { TaskScheduledId = 0, Result = Elsewhere })));

        Assert.Equal(OrchestrationStatus.Completed, action.CompleteOrchestration.OrchestrationStatus);
        Assert.Equal("P1.2", JsonDocument.Parse(action.CompleteOrchestration.Result).RootElement.GetProperty("next").GetString());
    }

    [Fact]
    public void A_driver_that_followed_what_a_nudge_and_an_answer_carried_drains_when_its_timer_fires()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", Nothing);
        Timer(1);
        past.Add(Nudge("""{"effects":[{"rollout":"d7-1","effect":"42.1","kind":"Post"}],"waysBack":[],"wake":null,"over":false,"words":"P2","stage":"P2.1","seq":42}"""));
        Called(2, "Post", """{"done":true,"failure":"Transient","after":null,"why":"","turn":{"effects":[],"waysBack":[],"wake":"2026-03-04T08:00:00+00:00","over":false,"words":"P2","stage":"P2.1","seq":43}}""");
        Timer(3);

        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, New(e => e.TimerFired = new() { TimerId = 3, FireAt = Timestamp.FromDateTime(new(2026, 3, 4, 8, 0, 1, DateTimeKind.Utc)) })));

        Assert.Equal(("Drain", 4), (action.ScheduleTask.Name, action.Id));
    }

    [Fact]
    public void A_driver_from_before_there_were_lanes_carries_out_its_posts_one_after_the_other_whatever_an_answer_carries()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", Turn(42, Post("42.1"), Post("42.2"), Post("42.3")));
        Called(1, "Post", Answer(Turn(43, Post("42.2"), Post("42.3"))));
        Scheduled(2, "Post");

        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, New(e => e.TaskCompleted = new() { TaskScheduledId = 2, Result = Answer(Turn(44, Flag("44.1"), Post("42.3"))) })));

        Assert.Equal(("Post", 3), (action.ScheduleTask.Name, action.Id));
        Assert.Contains("42.3", action.ScheduleTask.Input, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_from_before_there_were_lanes_that_has_posted_everything_writes_what_the_last_answer_carried()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", Turn(42, Post("42.1"), Post("42.2")));
        Called(1, "Post", Answer(Turn(43, Post("42.2"))));
        Called(2, "Post", Answer(Turn(45, Flag("45.1"), Flag("45.2"))));
        Scheduled(3, "SetFlag");
        Scheduled(4, "SetFlag");
        past.Add(New(e => e.OrchestratorCompleted = new()));
        past.Add(New(e => e.OrchestratorStarted = new()));
        past.Add(New(e => e.TaskCompleted = new() { TaskScheduledId = 4, Result = Answer(Turn(46, Flag("45.1"))) }));

        Assert.Empty(Run(PhaseOrchestrator.RunAsync, Nudge()));
        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, New(e => e.TaskCompleted = new() { TaskScheduledId = 3, Result = Answer(Turn(47)) })));

        Assert.Equal(5, action.Id);
        Assert.NotNull(action.CreateTimer);
    }

    [Fact]
    public void A_driver_with_lanes_has_one_effect_of_each_under_way_and_takes_the_next_of_a_lane_from_the_answer()
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", Turn(42, Post("42.1", "a"), Post("42.2", "b"), Post("42.3", "a")));
        Scheduled(1, "Post");
        Scheduled(2, "Post");

        var action = Assert.Single(Run(PhaseOrchestrator.RunAsync, New(e => e.TaskCompleted = new() { TaskScheduledId = 1, Result = Answer(Turn(43, Post("42.2", "b"), Post("42.3", "a"))) })));

        Assert.Equal(("Post", 3), (action.ScheduleTask.Name, action.Id));
        Assert.Contains("42.3", action.ScheduleTask.Input, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "no post, the first is tried again")]
    [InlineData(31, "the next post")]
    public void A_post_that_fails_is_tried_again_before_those_behind_it_and_makes_way_when_it_took_half_a_minute(int seconds, string then)
    {
        Begun(PhaseOrchestrator.Name, Input);
        Called(0, "Drain", Turn(42, Post("42.1", "a"), Post("42.2", "a")));
        Scheduled(1, "Post");
        clock = clock.AddSeconds(seconds);

        var actions = Run(PhaseOrchestrator.RunAsync, New(e => e.TaskCompleted = new() { TaskScheduledId = 1, Result = """{"done":false,"failure":"Transient","after":null,"why":"no answer"}""" }));

        Assert.Contains(actions, action => action.CreateTimer is not null);
        Assert.Equal(then == "the next post" ? ["Post"] : [], actions.Where(action => action.ScheduleTask is not null).Select(action => action.ScheduleTask.Name));
    }

    [Fact]
    public void A_launch_whose_phase_is_through_begins_anew_with_the_next()
    {
        Begun(RolloutOrchestrator.Name, """{"rollout":"d7-1","wayBack":0,"failures":0}""");
        Called(0, "Drain", Nothing);
        past.Add(New(e => e.SubOrchestrationInstanceCreated = new() { Name = "PhaseOrchestrator", InstanceId = "d7-1.P2.1", Input = Input }, 1));

        var action = Assert.Single(Run<object>(
            async (context, input) =>
            {
                await RolloutOrchestrator.RunAsync(context, input);
                return null;
            },
            New(e => e.SubOrchestrationInstanceCompleted = new() { TaskScheduledId = 1, Result = """{"next":"P3.1","words":"P3"}""" })));

        Assert.Equal(OrchestrationStatus.ContinuedAsNew, action.CompleteOrchestration.OrchestrationStatus);
        Assert.Equal("P3.1", JsonDocument.Parse(action.CompleteOrchestration.Result).RootElement.GetProperty("stage").GetString());
    }

    private static string Turn(int seq, params string[] effects) =>
        $$$"""{"effects":[{{{string.Join(',', effects)}}}],"waysBack":[],"wake":"2026-03-04T08:00:00+00:00","over":false,"words":"P2","stage":"P2.1","seq":{{{seq}}}}""";

    private static string Answer(string turn) => $$"""{"done":true,"failure":"Transient","after":null,"why":"","turn":{{turn}} }""";

    private static string Flag(string id) => $$"""{"rollout":"d7-1","effect":"{{id}}","kind":"SetFlag","wayBack":0}""";

    private static string Post(string id, string? lane = null) =>
        $$"""{"rollout":"d7-1","effect":"{{id}}","kind":"Post","wayBack":0{{(lane is null ? "" : $",\"lane\":\"{lane}\"")}} }""";

    private static HistoryEvent Nudge(string carried = "\"\"") => new() { EventId = -1, Timestamp = Timestamp.FromDateTime(new(2026, 3, 3, 8, 0, 0, DateTimeKind.Utc)), EventRaised = new() { Name = "nudge", Input = carried } };

    private IReadOnlyList<OrchestratorAction> Run<T>(Func<TaskOrchestrationContext, DriveInput, Task<T?>> orchestrator, HistoryEvent now)
    {
        var request = new OrchestratorRequest { InstanceId = "d7-1.P2.1" };
        request.PastEvents.AddRange(past);
        request.NewEvents.AddRange([New(e => e.OrchestratorStarted = new()), now]);
        var answer = GrpcOrchestrationRunner.LoadAndRun<DriveInput, T>(Convert.ToBase64String(request.ToByteArray()), (context, input) => orchestrator(context, input!));
        return [.. OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)).Actions];
    }

    private void Begun(string name, string input) => past.AddRange(
        [New(e => e.OrchestratorStarted = new()), New(e => e.ExecutionStarted = new() { Name = name, Input = input, OrchestrationInstance = new() { InstanceId = "d7-1.P2.1", ExecutionId = "e" } })]);

    private void Scheduled(int call, string name) => past.Add(New(e => e.TaskScheduled = new() { Name = name }, call));

    private void Called(int call, string name, string answer)
    {
        Scheduled(call, name);
        past.AddRange([New(e => e.OrchestratorCompleted = new()), New(e => e.OrchestratorStarted = new()), New(e => e.TaskCompleted = new() { TaskScheduledId = call, Result = answer })]);
    }

    private void Timer(int call)
    {
        past.Add(New(e => e.TimerCreated = new() { FireAt = Timestamp.FromDateTime(new(2026, 3, 4, 8, 0, 1, DateTimeKind.Utc)) }, call));
        past.Add(New(e => e.OrchestratorCompleted = new()));
    }

    private HistoryEvent New(Action<HistoryEvent> kind, int? call = null)
    {
        clock = clock.AddSeconds(1);
        var happened = new HistoryEvent { EventId = call ?? -1 - ++id, Timestamp = Timestamp.FromDateTime(clock) };
        kind(happened);
        return happened;
    }
}

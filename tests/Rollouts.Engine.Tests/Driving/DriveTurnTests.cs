using System.Text.Json;
using Rollouts.Simulation;

namespace Rollouts.Engine.Tests;

/// <summary>What a durable driver is told to do: one of them carries out effects, the others wait.</summary>
public sealed class DriveTurnTests
{
    private static readonly Actor Lead = Actor.Of("ann");

    private static Plan Plan { get; } = Assert.IsType<PlanReading.Sound>(PlanReader.Read("""
        plan: driven
        title: A driven launch
        roles:
          lead: { members: [ann] }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        settings:
          Limits:Uploads: { value: 50, looser: up }
        gates:
          fixed: [Cause fixed]
        resume: gate fixed
        go: [Ready]
        phases:
          - phase: P0
            title: Everyone
            lasts: 1d..
            exposure: { percent: 100, settings: { Limits:Uploads: 10 } }
        way-back:
          - turn off: ENABLED
          - { notify: "#incidents", message: taken-back }
          - capture: [flags]
          - call: https://hooks.example/taken-back
        messages:
          taken-back: "{cause}"
        """)).Plan;

    private static VirtualLaunch Up()
    {
        var launch = new VirtualLaunch(Plan, new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero), (_, _) => throw new InvalidOperationException("nothing is measured"));
        launch.Start("driven-1", Lead);
        launch.Give((id, at) => new Input.Mark(id, at, Lead, "ready", true, null, ""));
        Assert.Equal(100, launch.State.Permitted.Audience.Percent.Value);
        return launch;
    }

    private static VirtualLaunch TakenBack()
    {
        var launch = Up();
        launch.CarriesOut = false;
        launch.Give((id, at) => new Input.RollBack(id, at, Lead, "nobody", null, "it looks odd"));
        return launch;
    }

    private static DriveTurn Turn(VirtualLaunch launch, int wayBack) =>
        DriveTurn.Of(new(Plan, launch.State, [], Next.Of(Plan, launch.State, launch.Now)), wayBack, launch.Now);

    [Fact]
    public void Each_kind_of_effect_has_an_activity_of_its_own()
    {
        var launch = TakenBack();
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        while (Turn(launch, 1) is { Over: false, Effects: [var first, ..] })
        {
            kinds.Add(first.Kind);
            launch.Complete(first.Id);
        }

        Assert.Equal(["CallWebhook", "Capture", "Post", "SetFlag", "SetSetting"], kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void During_a_way_back_its_driver_carries_out_everything_and_the_launchs_own_nothing()
    {
        var launch = TakenBack();

        Assert.NotEmpty(Turn(launch, 1).Effects);
        Assert.False(Turn(launch, 1).Over);
        var own = Turn(launch, 0);
        Assert.Empty(own.Effects);
        Assert.Equal((int[])[1], own.WaysBack);
        Assert.False(own.Over);
    }

    [Fact]
    public void What_was_to_be_said_before_the_way_back_is_said_by_the_phases_driver_alone_and_every_write_by_the_way_backs()
    {
        var launch = Up();
        launch.CarriesOut = false;
        launch.Give((id, at) => new Input.DeclareIncident(id, at, Lead, "P1", "it smells"));
        var before = Next.EffectsOf(launch.State).Select(effect => effect.Id).ToList();

        launch.Give((id, at) => new Input.RollBack(id, at, Lead, "nobody", null, "it looks odd"));

        Assert.NotEmpty(before);
        Assert.Equal(before, Turn(launch, 0).Effects.Select(effect => effect.Id));
        Assert.Empty(Turn(launch, 1).Effects.Select(effect => effect.Id).Intersect(before));
        Assert.Contains(Turn(launch, 1).Effects, effect => effect.IsWrite);
    }

    [Fact]
    public void Each_phase_and_attempt_has_a_driver_of_its_own_and_so_have_the_preparation_and_the_end()
    {
        var launch = Up();
        Assert.Equal("P0.1", Turn(launch, 0).Stage);

        launch.Give((id, at) => new Input.RollBack(id, at, Lead, "P0", null, "it looks odd"));
        Assert.Equal("P0.2", Turn(launch, 0).Stage);

        launch.Give((id, at) => new Input.Abort(id, at, Lead, "not now"));
        Assert.Equal("closed.3", Turn(launch, 0).Stage);
        Assert.Equal("prepare.1", DriveStage.Of(Plan, RolloutState.New));
        Assert.Equal("Phase--no-1-.1", DriveStage.Of(Plan with { Phases = [Plan.Phases[0] with { Name = "Phase #no/1?" }] }, Up().State));
    }

    [Fact]
    public void Of_two_ways_back_the_later_one_carries_out_and_the_earlier_driver_is_through()
    {
        var launch = TakenBack();
        launch.Give((id, at) => new Input.Abort(id, at, Lead, "not now"));

        Assert.True(Turn(launch, 1).Over);
        Assert.Empty(Turn(launch, 1).Effects);
        Assert.NotEmpty(Turn(launch, 2).Effects);
    }

    [Fact]
    public void When_the_way_back_has_ended_what_is_left_is_the_launchs_own()
    {
        var launch = TakenBack();
        while (Turn(launch, 1) is { Over: false, Effects: [var first, ..] }) launch.Complete(first.Id);

        Assert.True(Turn(launch, 1).Over);
        Assert.Equal(Next.EffectsOf(launch.State).Select(effect => effect.Id), Turn(launch, 0).Effects.Select(effect => effect.Id));
        Assert.Empty(Turn(launch, 0).WaysBack);
    }

    [Fact]
    public void Writes_come_in_the_order_they_were_decided_and_carry_the_names_of_their_kind()
    {
        var effects = Turn(TakenBack(), 1).Effects.Where(effect => effect.IsWrite).ToList();

        Assert.Equal("SetFlag", effects[0].Kind);
        Assert.Contains(effects, effect => effect.Kind == "SetSetting");
        Assert.Equal(effects.Select(effect => effect.Id), effects.Select(effect => effect.Id).OrderBy(id => int.Parse(id.Split('.')[1])));
    }

    [Fact]
    public void No_write_is_behind_posts_and_a_long_channel_leaves_room_for_the_others()
    {
        var launch = Up();
        Effect[] decided =
        [
            .. Enumerable.Range(1, 2 * DriveTurn.MostEffects).Select(n => new Effect.Post(FormattableString.Invariant($"90.{n}"), "#long", "notice", "", "")),
            new Effect.Post("91.1", "#short", "notice", "", ""), new Effect.Post("91.2", "short", "notice", "", ""), new Effect.CallWebhook("91.3", "https://hooks.example/a", ""),
            new Effect.CallWebhook("91.4", "https://hooks.example/b", ""), new Effect.Write("92.1", GovernedKey.Flag("new_path"), new KeyDocument.Switch(true), true, false),
        ];

        var turn = DriveTurn.Of(new(Plan, launch.State, [], new([.. decided], [], null)), 0, launch.Now);

        Assert.Equal(["92.1", "90.1", "91.1", "91.3", "90.2", "91.2", "91.4", "90.3"], turn.Effects.Take(8).Select(effect => effect.Id));
        Assert.Equal(1 + DriveTurn.MostEffects, turn.Effects.Length);
        Assert.Equal(3, turn.Effects.Where(effect => !effect.IsWrite).Select(effect => effect.Lane).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_launch_that_is_over_needs_no_driver()
    {
        var launch = Up();
        launch.Give((id, at) => new Input.Abort(id, at, Lead, "not now"));

        Assert.True(launch.State.IsFinished);
        Assert.True(Turn(launch, 0).Over);
        Assert.Equal("over: aborted", Turn(launch, 0).Words);
    }

    [Fact]
    public void The_words_say_where_the_launch_is_and_what_it_waits_for()
    {
        Assert.Equal("P0 at 100 %; waits for the shortest duration of P0, until 2026-03-03 08:00:00Z", Turn(Up(), 0).Words);
        Assert.Contains("way back 1 to nobody: being fenced", Turn(TakenBack(), 1).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_comes_back_from_a_history_as_it_was()
    {
        var turn = Turn(TakenBack(), 1);

        var read = JsonSerializer.Deserialize<DriveTurn>(JsonSerializer.Serialize(turn))!;

        Assert.Equal(turn.Effects.AsEnumerable(), read.Effects);
        Assert.Equal((turn.Wake, turn.Over, turn.Words), (read.Wake, read.Over, read.Words));
        Assert.StartsWith("{\"effects\":[{\"rollout\":\"driven-1\",\"effect\":\"", JsonSerializer.Serialize(turn), StringComparison.Ordinal);
    }
}

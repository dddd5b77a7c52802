using Rollouts.Engine;

namespace Rollouts.Telemetry.Tests;

/// <summary>What the metrics say is what the journal says.</summary>
public sealed class TheMetricsOfALaunch(RolledBackByAnAlert launch) : IClassFixture<RolledBackByAnAlert>
{
    private DateTimeOffset AtOf<T>() => launch.Journal.First(entry => entry.Events.Any(happened => happened is T)).Input.At;

    private IEnumerable<Series> Of(Instrument instrument) => launch.Collector.Metrics.Where(series => series.Metric == instrument.Name);

    private Task ExportedAsync(Instrument instrument, Func<Series[], bool> holds) => ServedHost.UntilAsync(
        () => Task.FromResult(holds([.. Of(instrument)])), () => $"{instrument.Name}: {string.Join('\n', Of(instrument).Select(each => $"{string.Join(' ', each.Tags)} {each.Value}"))}\n{launch.Host.Errors}");

    [Fact]
    public async Task The_time_to_roll_back_equals_what_the_journal_says()
    {
        var toFence = (AtOf<RolloutEvent.Fenced>() - AtOf<RolloutEvent.WayBackBegun>()).TotalSeconds;
        var toEnd = (AtOf<RolloutEvent.WayBackEnded>() - AtOf<RolloutEvent.WayBackBegun>()).TotalSeconds;
        await ExportedAsync(Instruments.RollbackDuration, each => each is [{ Count: 1 } one] && Math.Abs(one.Value - toFence) < 1e-6);
        await ExportedAsync(Instruments.RollbackProcedureDuration, each => each is [{ Count: 1 } one] && Math.Abs(one.Value - toEnd) < 1e-6);
    }

    [Fact]
    public async Task The_time_of_the_launch_adds_up_and_waiting_for_people_stands_apart()
    {
        var waited = AtOf<RolloutEvent.PhaseEntered>() - launch.Journal[0].Input.At;
        await ExportedAsync(Instruments.Time, each => each.Sum(one => one.Value) >= (launch.Journal[^1].Input.At - launch.Journal[0].Input.At).TotalSeconds - 1e-6);
        var times = Of(Instruments.Time).ToDictionary(each => each.Tags["rollout.pace"], each => each.Value, StringComparer.Ordinal);
        Assert.Equal(waited.TotalSeconds, times["waiting_for_people"], 1e-6);
        Assert.True(times["progressing"] > 1, string.Join(' ', times));
        Assert.True(times["rolling_back"] > 0, string.Join(' ', times));
    }

    [Fact]
    public async Task Verdicts_triggers_decisions_and_effects_are_counted_as_the_journal_has_them()
    {
        var passed = RolledBackByAnAlert.Events<RolloutEvent.GatePassed>(launch.Journal).Count();
        await ExportedAsync(Instruments.GateVerdicts, each => each.Sum(one => one.Value) == passed && each.All(one => one.Tags["rollout.verdict"] == "pass"));
        await ExportedAsync(Instruments.TriggersFired, each => each is [{ Value: 1 } one] && one.Tags["rollout.trigger"] == "errors");
        var outside = launch.Journal.Where(entry => entry.Input.IsFromOutside).ToList();
        await ExportedAsync(Instruments.DecisionDuration, each => each.Sum(one => (int)one.Count) == outside.Count && each.Any(one => one.Tags["rollout.input"] == "alert"));
        var done = RolledBackByAnAlert.Done(launch.Journal).Count();
        await ExportedAsync(Instruments.EffectDuration, each => each.Sum(one => (int)one.Count) == done);
    }

    [Fact]
    public async Task A_source_that_is_down_is_counted_and_its_readings_are_errors()
    {
        await ExportedAsync(Instruments.SourceFailures, each => each.Any(one => one.Value > 0 && one.Tags["rollout.source.name"] == "shop"));
        await ExportedAsync(Instruments.Observations, each => each.Any(one => one.Value > 0 && one.Tags["rollout.result"] is "error" or "no_data" && one.Tags["rollout.metric"] == "error_rate"));
    }

    [Fact]
    public async Task The_outbox_is_empty_in_the_end_and_the_launch_is_held_at_nobody()
    {
        await ExportedAsync(Instruments.OutboxDepth, each => each.Length == 4 && each.All(one => one.Value == 0));
        await ExportedAsync(Instruments.Launches, each => each.Any(one => one.Tags["rollout.pace"] == "held"));
        await ExportedAsync(Instruments.Exposure, each => each is [{ Value: 0 }]);
    }

    [Fact]
    public async Task What_is_exported_has_the_names_kinds_units_and_attributes_that_are_documented()
    {
        var known = Instruments.All.ToDictionary(instrument => instrument.Name, StringComparer.Ordinal);
        await ExportedAsync(Instruments.RollbackDuration, each => each.Length == 1);
        var exported = launch.Collector.Metrics.Where(series => series.Scope == LaunchMeter.Name).ToList();
        Assert.True(exported.Select(series => series.Metric).Distinct(StringComparer.Ordinal).Count() > 12);
        Assert.All(exported, series =>
        {
            var instrument = known[series.Metric];
            Assert.Equal((instrument.Kind.ToString(), instrument.Unit), (series.Kind, series.Unit));
            Assert.Equal(instrument.Attributes.Order(StringComparer.Ordinal), series.Tags.Keys.Order(StringComparer.Ordinal));
        });
    }
}

using System.Net;
using System.Text;
using Outer.Servers;
using Rollouts;
using Rollouts.Telemetry.Tests;
using Xunit.Abstractions;
using Span = Rollouts.Telemetry.Tests.Span;

namespace RolloutFunctions.Tests.Telemetry;

/// <summary>On the real host the trace of an alert goes on through the orchestrations that carry out what it began.</summary>
[Collection(TheApp.Name)]
public sealed class TheTraceOnTheHost(ITestOutputHelper output)
{
    [Fact]
    public async Task Alert_decision_flags_and_posts_are_one_trace_across_the_durable_hop()
    {
        await using var collector = await Collector.StartAsync();
        await using var app = await TheApp.StartAsync(
            Azurite.StartAsync, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        var launch = await Launch.UpAsync(app);
        Assert.Equal(HttpStatusCode.Accepted, (await launch.AlertAsync("f1")).StatusCode);
        await launch.BackAsync(1);

        Entry[] journal = [];
        await app.UntilAsync("every effect is done", async () =>
        {
            journal = [.. (await app.Store.ReadAsync(launch.Rollout, 0, default))!.Entries];
            var done = journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectDone>().Select(each => each.Effect).ToHashSet(StringComparer.Ordinal);
            return Effects(journal).All(effect => effect is Effect.Write || done.Contains(effect.Id));
        });
        var trace = journal.Single(entry => entry.Input is Input.Alert).Input.Trace!.Split('-')[1];
        var effects = Effects(journal.Where(entry => entry.Input.Trace?.Contains(trace, StringComparison.Ordinal) == true)).Select(effect => effect.Id).ToHashSet(StringComparer.Ordinal);
        Span[] spans = [];
        await app.UntilAsync("the spans of all effects", () =>
        {
            spans = [.. collector.Spans.Where(span => span.Trace == trace).OrderBy(span => span.From)];
            return Task.FromResult(effects.IsSubsetOf(spans.Select(span => span.Tags.GetValueOrDefault("rollout.effect.id", "")).ToHashSet(StringComparer.Ordinal)));
        });
        output.WriteLine(Tree(spans));

        var begun = journal.Single(entry => entry.Events.Any(happened => happened is RolloutEvent.WayBackBegun)).Seq;
        var ended = journal.Single(entry => entry.Events.Any(happened => happened is RolloutEvent.WayBackEnded)).Seq;
        Assert.Subset(effects, Effects(journal.Where(entry => entry.Seq >= begun && entry.Seq <= ended)).Select(effect => effect.Id).ToHashSet(StringComparer.Ordinal));
        var decide = Assert.Single(spans, span => span.Name == "decide alert");
        Assert.Contains("way-back-begun", decide.Events);
        Assert.Contains(spans, span => span.Id == decide.Parent && span.Scope == TelemetryComposition.Worker && span.Name.Contains("AlertWebhook", StringComparison.Ordinal));
        var kill = spans.First(span => span.Name == "write flag" && span.Tags["feature_flag.key"] == "ENABLED");
        var post = spans.First(span => span.Name == "post" && span.Tags["rollout.channel"] == "#incidents");
        Assert.True(decide.Until <= kill.From && kill.Until <= post.From, Tree(spans));
        await app.UntilAsync("the time to roll back as a metric", () => Task.FromResult(collector.Metrics.Any(series => series.Metric == "rollout.rollback.duration")));
        var fenced = journal.First(entry => entry.Events.Any(happened => happened is RolloutEvent.Fenced)).Input.At;
        Assert.Equal((fenced - journal[begun - 1].Input.At).TotalSeconds, collector.Metrics.Single(series => series.Metric == "rollout.rollback.duration").Value, 1e-6);
    }

    private static IEnumerable<Effect> Effects(IEnumerable<Entry> journal) => journal.SelectMany(entry => entry.Events).OfType<RolloutEvent.EffectPlanned>().Select(planned => planned.Effect);

    private static string Tree(Span[] spans)
    {
        var text = new StringBuilder();
        foreach (var root in spans.Where(span => spans.All(other => other.Id != span.Parent))) Write(root, 0);
        return text.ToString();

        void Write(Span span, int depth)
        {
            var tags = string.Join(' ', span.Tags.Where(tag => tag.Key is "feature_flag.key" or "rollout.channel" or "rollout.effect.id" or "rollout.entry").Select(tag => tag.Value));
            text.AppendLine(FormattableString.Invariant($"{(span.From - spans[0].From).TotalMilliseconds,7:0} ms {(span.Until - span.From).TotalMilliseconds,6:0} ms {new string(' ', depth * 2)}{span.Name} {tags} {string.Join(',', span.Events)}"));
            foreach (var child in spans.Where(other => other.Parent == span.Id)) Write(child, depth + 1);
        }
    }
}

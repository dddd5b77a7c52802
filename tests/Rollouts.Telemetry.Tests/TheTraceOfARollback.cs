using System.Text;
using Xunit.Abstractions;

namespace Rollouts.Telemetry.Tests;

/// <summary>One trace leads from the webhook over the decision and the flag to the post in Slack, complete and in order.</summary>
public sealed class TheTraceOfARollback(RolledBackByAnAlert launch, ITestOutputHelper output) : IClassFixture<RolledBackByAnAlert>
{
    private async Task<Span[]> SpansAsync()
    {
        var effects = Effects().Select(effect => effect.Id).ToHashSet(StringComparer.Ordinal);
        Span[] spans = [];
        await ServedHost.UntilAsync(
            () =>
            {
                spans = [.. launch.Collector.Spans.Where(span => span.Trace == RolledBackByAnAlert.Trace).OrderBy(span => span.From)];
                var carried = spans.Select(span => span.Tags.GetValueOrDefault("rollout.effect.id", "")).ToHashSet(StringComparer.Ordinal);
                return Task.FromResult(effects.IsSubsetOf(carried) && spans.Any(span => span.Parent == "b7ad6b7169203331") && Decisions().All(entry => carries(spans, entry)));
            },
            () => "spans are missing:\n" + Tree(spans) + launch.Host.Errors);
        output.WriteLine(Tree(spans));
        return spans;

        static bool carries(Span[] spans, Entry entry) => spans.Any(span => span.Tags.GetValueOrDefault("rollout.entry") == FormattableString.Invariant($"{entry.Seq}"));
    }

    /// <summary>What came of the alert, as the journal says: the entries that carry its trace.</summary>
    private IEnumerable<Entry> Decisions() => launch.Journal.Where(entry => entry.Input.Trace?.Contains(RolledBackByAnAlert.Trace, StringComparison.Ordinal) == true);

    private IEnumerable<Effect> Effects() => RolledBackByAnAlert.Planned(Decisions());

    [Fact]
    public async Task It_is_whole()
    {
        var spans = await SpansAsync();

        var root = Assert.Single(spans, span => span.Parent == "b7ad6b7169203331");
        Assert.Equal("POST /api/alerts/{source}", root.Name);
        Assert.All(spans.Where(span => span != root), span => Assert.Contains(spans, other => other.Id == span.Parent));
        Assert.Equal(spans.Length, spans.Select(span => span.Id).Distinct(StringComparer.Ordinal).Count());
        // Every effect of the way back, the posts among them, belongs to the trace of the alert.
        var begun = launch.Journal.First(entry => entry.Events.Any(happened => happened is RolloutEvent.WayBackBegun)).Seq;
        var ended = launch.Journal.First(entry => entry.Events.Any(happened => happened is RolloutEvent.WayBackEnded)).Seq;
        var planned = RolledBackByAnAlert.Planned(launch.Journal.Where(entry => entry.Seq >= begun && entry.Seq <= ended)).Select(effect => effect.Id).ToList();
        Assert.Subset(spans.Select(span => span.Tags.GetValueOrDefault("rollout.effect.id", "")).ToHashSet(StringComparer.Ordinal), planned.ToHashSet(StringComparer.Ordinal));
        Assert.True(planned.Count >= 5, string.Join(' ', planned));
    }

    [Fact]
    public async Task It_reads_in_the_order_in_which_things_happened()
    {
        var spans = await SpansAsync();

        var accept = Assert.Single(spans, span => span.Name == "accept alert");
        var decide = Assert.Single(spans, span => span.Name == "decide alert");
        // Who took the alert writes at once, and so may who drives the launch: the second one finds it done.
        var kill = spans.First(span => span.Name == "write flag" && span.Tags["feature_flag.key"] == "ENABLED");
        var fenced = Assert.Single(spans, span => span.Events.Contains("fenced"));
        var post = Assert.Single(spans, span => span.Name == "post" && span.Tags["rollout.channel"] == "#incidents" && !span.Failed);
        var call = Assert.Single(spans, span => span.Parent == post.Id && span.Scope == "System.Net.Http" && span.Tags["url.full"].Contains("chat.postMessage", StringComparison.Ordinal));
        Assert.Contains("trigger-fired", decide.Events);
        Assert.Contains("way-back-begun", decide.Events);
        var steps = new[] { accept.From, decide.From, kill.From, kill.Until, fenced.From, post.From, call.From, call.Until, post.Until };
        Assert.Equal(steps.Order(), steps);
        // What did not work was tried again, and nothing went out twice.
        Assert.All(Effects().OfType<Effect.Post>(), effect => Assert.Single(spans, span => span.Tags.GetValueOrDefault("rollout.effect.id") == effect.Id && !span.Failed));
        Assert.All(spans.Where(span => span.Scope == "Rollouts"), span => Assert.Equal(RolledBackByAnAlert.Rollout, span.Tags["rollout.name"]));
    }

    [Fact]
    public async Task A_log_line_carries_the_trace_that_it_was_written_in()
    {
        await launch.Host.SendAsync("api/alerts/grafana", new { nothing = true }, trace: "00-11111111111111111111111111111111-2222222222222222-01").ContinueWith(_ => { }, TaskScheduler.Default);
        await ServedHost.UntilAsync(
            () => Task.FromResult(launch.Collector.Lines.Any(line => line.Trace == "11111111111111111111111111111111" && line.Text.StartsWith("grafana: a delivery was refused", StringComparison.Ordinal))),
            () => string.Join('\n', launch.Collector.Lines));
    }

    private static string Tree(Span[] spans)
    {
        var text = new StringBuilder();
        var began = spans.Select(span => span.From).DefaultIfEmpty().Min();
        foreach (var root in spans.Where(span => spans.All(other => other.Id != span.Parent))) Write(root, 0);
        return text.ToString();

        void Write(Span span, int depth)
        {
            var more = string.Join(' ', span.Tags.Where(tag => tag.Key is "feature_flag.key" or "rollout.channel" or "rollout.topic" or "rollout.effect.id" or "rollout.entry" or "url.full").Select(tag => tag.Value));
            text.AppendLine(FormattableString.Invariant($"{(span.From - began).TotalMilliseconds,7:0} ms {(span.Until - span.From).TotalMilliseconds,6:0.0} ms {new string(' ', depth * 2)}{span.Name} {more} {string.Join(',', span.Events)}"));
            foreach (var child in spans.Where(other => other.Parent == span.Id)) Write(child, depth + 1);
        }
    }
}

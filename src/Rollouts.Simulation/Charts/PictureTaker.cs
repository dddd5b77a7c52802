using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>Watches a launch in virtual time, and draws what it saw.</summary>
public sealed class PictureTaker
{
    /// <summary>More points than a screen has columns tell nobody more.</summary>
    private const int MostPoints = 400;

    private readonly Plan plan;
    private readonly VirtualLaunch launch;
    private readonly DateTimeOffset from;
    private readonly Dictionary<(string Metric, string Scope), (TimeSpan? Window, List<KpiPoint> Points)> seen = [];

    public PictureTaker(Plan plan, VirtualLaunch launch)
    {
        this.plan = plan;
        this.launch = launch;
        from = launch.Now;
        launch.Observed += See;
    }

    public LaunchPicture Take()
    {
        var until = launch.Now > from ? launch.Now : from + plan.Observe;
        var phases = PhaseSpans.Of(launch.History, from, until);
        return new(
            plan.Title, from, until, phases, Exposures(), Marks(),
            [.. seen.OrderBy(line => line.Key).Select(line => new KpiLine(
                line.Key.Metric, line.Key.Scope, line.Value.Window is { } window ? Span.Text(window) : "", plan.Metrics[line.Key.Metric].Unit,
                Thinned(line.Value.Points), KpiLimits.Of(plan, line.Key.Metric, line.Key.Scope, phases, from, until)))]);
    }

    /// <summary>Of several windows of one metric the shortest is drawn: it shows best what happened when.</summary>
    private void See(IReadOnlyList<Reading> readings)
    {
        foreach (var group in readings.Where(reading => reading.Key.Scope != ReadingKey.Baseline).GroupBy(reading => (reading.Key.Metric, reading.Key.Scope)))
        {
            var reading = group.MinBy(reading => reading.Key.Over ?? TimeSpan.MaxValue)!;
            if (!seen.TryGetValue(group.Key, out var line)) seen[group.Key] = line = (reading.Key.Over, []);
            if (line.Points is not [.., var last] || last.At != reading.At) line.Points.Add(new(reading.At, reading.Value));
        }
    }

    private ImmutableArray<ExposureStep> Exposures()
    {
        var steps = ImmutableArray.CreateBuilder<ExposureStep>();
        steps.Add(new(from, 0, 0));
        var dials = plan.Flags.Values.Where(flag => flag.Use == FlagUse.Exposure).Select(flag => flag.Name).ToHashSet(StringComparer.Ordinal);
        var (audience, off) = (AudienceExposure.None, false);
        foreach (var entry in launch.Journal)
            foreach (var happened in entry.Events)
            {
                if (happened is RolloutEvent.ExposureSet set) audience = set.Exposure.Audience;
                else if (happened is RolloutEvent.SwitchSet dial && dials.Contains(dial.Flag)) off = !dial.On;
                else continue;
                var step = new ExposureStep(entry.Input.At, off ? 0 : audience.Percent.Value, off ? 0 : audience.Members.Count);
                if (steps[^1] is var before && before.Percent == step.Percent && before.Members == step.Members) continue;
                if (before.At == step.At) steps[^1] = step;
                else steps.Add(step);
            }

        return steps.ToImmutable();
    }

    private ImmutableArray<PictureMark> Marks() =>
    [
        .. from entry in launch.Journal
           from happened in entry.Events
           let mark = happened switch
           {
               RolloutEvent.WayBackBegun e => new PictureMark(entry.Input.At, "way-back", $"back to {e.Target}: {e.Cause}"),
               RolloutEvent.HoldPlaced { Kind: not HoldKind.Returned } e => new(entry.Input.At, "hold", $"{e.Kind.ToString().ToLowerInvariant()}: {e.Cause}"),
               RolloutEvent.HoldLifted e => new(entry.Input.At, "go-on", $"{e.By} resumed"),
               _ => null,
           }
           where mark is not null
           select mark,
    ];

    private static ImmutableArray<KpiPoint> Thinned(List<KpiPoint> points)
    {
        if (points.Count <= MostPoints) return [.. points];
        var width = (points[^1].At - points[0].At) / (MostPoints / 2);
        return [.. points.GroupBy(point => (long)((point.At - points[0].At) / width)).SelectMany(Extremes)];
    }

    /// <summary>The lowest and the highest of a stretch, so that no peak is lost; and that there was nothing.</summary>
    private static IEnumerable<KpiPoint> Extremes(IGrouping<long, KpiPoint> stretch)
    {
        var known = stretch.Where(point => point.Value is not null).ToArray();
        if (known.Length == 0) return stretch.Take(1);
        var (low, high) = (known.MinBy(point => point.Value)!, known.MaxBy(point => point.Value)!);
        return low.Value == high.Value ? [known[0]] : low.At < high.At ? [low, high] : [high, low];
    }
}

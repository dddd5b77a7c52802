using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Counters added up to one series that only rises, for each group (the bound of a bucket; one group otherwise).</summary>
/// <remarks>
/// <para>
/// Resets happen to each counter alone, so they are taken out before adding up; what is kept is a total without resets. To go on after a restart of
/// this process, the last value of each counter is kept as well, where it changed.
/// </para>
/// <para>
/// Libraries show a counter only once it has counted. A counter that was not on the last page and is on this one has therefore counted from
/// zero in between; without this the first failures of a launch would be missed. How many counters each page had is kept too,
/// so that a window knows the pages that were read and had none.
/// </para>
/// </remarks>
internal sealed class KeptCounter(string series, string? groupLabel, ISampleStore store) : KeptSeries
{
    /// <summary>An unchanged value is kept again after this time, so that a store which drops old samples does not lose it.</summary>
    private static readonly TimeSpan KeptAgain = TimeSpan.FromHours(1);

    private readonly Dictionary<string, double> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sample> last = new(StringComparer.Ordinal);

    private string Matches => series + " (matches)";

    /// <summary>The groups that pages have had.</summary>
    public ImmutableArray<string> Groups { get; private set; } = [];

    public override async Task ObserveAsync(
        IReadOnlyList<ExposedSeries> matching, DateTimeOffset at, List<(string Series, Sample Sample)> batch, CancellationToken cancellation)
    {
        var page = await LastOfAsync(Matches, at, cancellation);
        if (page?.At == at) return;
        if (page?.At != LastAt)
        {
            // Another process went on with these series, or this one began: the store knows better.
            totals.Clear();
            last.Clear();
        }

        foreach (var counter in matching)
        {
            var group = groupLabel is null ? "" : counter.Label(groupLabel);
            var own = $"{series} of {counter.LabelText}";
            var before = last.TryGetValue(own, out var known) ? known : await LastOfAsync(own, at, cancellation);
            if (!totals.TryGetValue(group, out var total)) total = (await LastOfAsync(SeriesOf(group), at, cancellation))?.Value ?? 0;
            totals[group] = total + CounterWindow.SinceReset(before?.Value ?? 0, counter.Value);
            var unchanged = before is { } old && old.Value == counter.Value && at - old.At < KeptAgain;
            last[own] = unchanged ? before!.Value : new(at, counter.Value);
            if (!unchanged) batch.Add((own, last[own]));
        }

        foreach (var group in matching.Select(counter => groupLabel is null ? "" : counter.Label(groupLabel)).Distinct())
            batch.Add((SeriesOf(group), new(at, totals[group])));
        batch.Add((Matches, new(at, matching.Count)));
        Groups = [.. totals.Keys];
        Matched = matching.Count;
        LastAt = at;
    }

    /// <summary>A group's total over the window. Pages without any of the counters stand for an unchanged total, zero before the first.</summary>
    /// <remarks>That holds only while the window has a page with one of them: otherwise there is nothing, since a wrong name looks the same.</remarks>
    public async Task<ImmutableArray<Sample>> ReadAsync(string group, KpiWindow window, CancellationToken cancellation)
    {
        var found = await store.ReadAsync(SeriesOf(group), window.From, window.Until, cancellation);
        if (found.IsEmpty || found[^1].At <= window.From) return found;
        var pages = await store.ReadAsync(Matches, window.From, window.Until, cancellation);
        var result = ImmutableArray.CreateBuilder<Sample>(pages.Length);
        var next = 0;
        foreach (var page in pages.Where(page => page.Value == 0))
        {
            while (next < found.Length && found[next].At <= page.At) result.Add(found[next++]);
            result.Add(new(page.At, next == 0 ? 0 : found[next - 1].Value));
        }

        result.AddRange(found.AsSpan()[next..]);
        return result.ToImmutable();
    }

    private string SeriesOf(string group) => group.Length == 0 ? series : $"{series} {groupLabel}={group}";

    private async Task<Sample?> LastOfAsync(string name, DateTimeOffset at, CancellationToken cancellation)
    {
        var found = await store.ReadAsync(name, at, at, cancellation);
        return found.IsEmpty ? null : found[^1];
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Rollouts.Engine;

namespace Rollouts.Local;

/// <summary>Samples in small files: a folder per series, a file per day. Not flushed to disk, for losing samples loses no decision.</summary>
public sealed class SampleFiles : ISampleStore
{
    /// <summary>How long samples are kept unless said otherwise.</summary>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(90);

    private const string Extension = ".samples";
    private const string DayFormat = "yyyy-MM-dd";

    private readonly Lock gate = new();
    private readonly string root;
    private readonly TimeProvider time;
    private readonly TimeSpan retention;

    /// <summary>The days of each series that was asked for, in order.</summary>
    private readonly Dictionary<string, List<DateOnly>> byDay = new(StringComparer.Ordinal);

    private DateOnly swept;

    /// <param name="retention">Days that ended longer ago are deleted; <see cref="DefaultRetention"/> if null.</param>
    public SampleFiles(string root, TimeProvider time, TimeSpan? retention = null)
    {
        this.root = Path.GetFullPath(root);
        this.time = time;
        this.retention = retention ?? DefaultRetention;
        Directory.CreateDirectory(this.root);
    }

    public Task AppendAsync(IReadOnlyList<(string Series, Sample Sample)> samples, CancellationToken cancellation)
    {
        OnDisk(() =>
        {
            Sweep();
            foreach (var day in samples.GroupBy(one => (one.Series, Day: DayOf(one.Sample.At))))
            {
                var days = DaysOf(day.Key.Series);
                if (days.Count == 0) Directory.CreateDirectory(FolderOf(day.Key.Series));
                var inOrder = day.Select(one => one.Sample).DistinctBy(sample => sample.At.UtcTicks).OrderBy(sample => sample.At.UtcTicks);
                SampleDay.Append(FileOf(day.Key.Series, day.Key.Day), [.. inOrder]);
                if (days.BinarySearch(day.Key.Day) is < 0 and var gap) days.Insert(~gap, day.Key.Day);
            }

            return true;
        });
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Sample>> ReadAsync(string series, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        Task.FromResult(OnDisk(() => Read(series, from, until)));

    private ImmutableArray<Sample> Read(string series, DateTimeOffset from, DateTimeOffset until)
    {
        var days = DaysOf(series);
        var found = days.BinarySearch(DayOf(from));
        var start = found >= 0 ? found : ~found;
        Sample? before = null;
        var within = ImmutableArray.CreateBuilder<Sample>();
        for (var i = start; i < days.Count && days[i] <= DayOf(until); i++)
        {
            var (earlier, samples) = SampleDay.Read(FileOf(series, days[i]), from.UtcTicks, until.UtcTicks);
            if (i == start) before = earlier;
            within.AddRange(samples);
        }

        for (var i = start - 1; before is null && i >= 0; i--) (before, _) = SampleDay.Read(FileOf(series, days[i]), from.UtcTicks, until.UtcTicks);
        if (before is { } last) within.Insert(0, last);
        return within.ToImmutable();
    }

    /// <summary>Deletes, once a day, the days that nobody may ask for any more.</summary>
    private void Sweep()
    {
        var today = DayOf(time.GetUtcNow());
        if (today == swept) return;
        var oldest = DayOf(time.GetUtcNow() - retention);
        foreach (var file in Directory.EnumerateFiles(root, "*" + Extension, SearchOption.AllDirectories))
        {
            if (DayOf(file) < oldest) File.Delete(file);
        }

        byDay.Clear();
        swept = today;
    }

    private List<DateOnly> DaysOf(string series)
    {
        if (byDay.TryGetValue(series, out var known)) return known;
        var folder = FolderOf(series);
        var days = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Extension).Select(DayOf).Order() : Enumerable.Empty<DateOnly>();
        return byDay[series] = [.. days];
    }

    private string FolderOf(string series) => Path.Combine(root, FileName.Of(series));

    private string FileOf(string series, DateOnly day) =>
        Path.Combine(FolderOf(series), day.ToString(DayFormat, CultureInfo.InvariantCulture) + Extension);

    private static DateOnly DayOf(string file) =>
        DateOnly.ParseExact(Path.GetFileNameWithoutExtension(file), DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private T OnDisk<T>(Func<T> action)
    {
        try
        {
            lock (gate) return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the sample files in {root} cannot do this now: {e.Message}", e);
        }
    }
}

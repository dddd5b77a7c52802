using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure;

/// <summary>The rows of a stream of events, all in one partition. Each event has three, added together:</summary>
/// <remarks><c>id:{hash}</c> so that it counts once · <c>at:{time}:{hash}</c> what it says, the oldest first · <c>rev:{time backwards}:{hash}</c> the latest first.</remarks>
internal static class EventRows
{
    public const int OfOne = 3;
    public const string ById = "id:";
    public const string ByTime = "at:";
    public const string Backwards = "rev:";

    private const string Name = "Name";

    public static string Partition(string stream) => "events-" + TableKey.Of(stream);

    public static string IdKey(RawEvent raw) => ById + TableKey.HashOf(raw.Id);

    public static string AtKey(DateTimeOffset at) => ByTime + Digits(at.UtcTicks);

    /// <summary>What is not later than the time begins there.</summary>
    public static string BackwardsKey(DateTimeOffset at) => Backwards + Digits(DateTime.MaxValue.Ticks - at.UtcTicks);

    public static IReadOnlyList<TableEntity> Of(string stream, RawEvent raw)
    {
        var (partition, hash) = (Partition(stream), TableKey.HashOf(raw.Id));
        var said = LongText.Rows(partition, $"{AtKey(raw.At)}:{hash}", Encoding.UTF8.GetString(RawEventText.Line(raw)))[0];
        said[Name] = raw.Name;
        return [new(partition, IdKey(raw)), said, new(partition, $"{BackwardsKey(raw.At)}:{hash}")];
    }

    /// <summary>All rows of the event that a row by time is of.</summary>
    public static IEnumerable<TableEntity> All(TableEntity said)
    {
        var hash = said.RowKey[^64..];
        return [new(said.PartitionKey, ById + hash), new(said.PartitionKey, said.RowKey), new(said.PartitionKey, $"{BackwardsKey(TimeOf(said))}:{hash}")];
    }

    /// <summary>After <paramref name="from"/>, up to and including <paramref name="until"/>; null for no name in particular.</summary>
    public static string Window(string stream, string? name, DateTimeOffset from, DateTimeOffset until)
    {
        var range = JournalRows.Range(Partition(stream), ByTime + Digits(from.UtcTicks + 1), ByTime + Digits(until.UtcTicks + 1));
        return name is null ? range : $"{range} and {TableClient.CreateQueryFilter($"Name eq {name}")}";
    }

    public static DateTimeOffset TimeOf(TableEntity row)
    {
        var backwards = row.RowKey.StartsWith(Backwards, StringComparison.Ordinal);
        var ticks = long.Parse(row.RowKey.AsSpan((backwards ? Backwards : ByTime).Length, 19), NumberStyles.None, CultureInfo.InvariantCulture);
        return new(backwards ? DateTime.MaxValue.Ticks - ticks : ticks, TimeSpan.Zero);
    }

    /// <exception cref="InvalidDataException">A row cannot be read.</exception>
    public static IEnumerable<RawEvent> Read(IReadOnlyList<TableEntity> rows)
    {
        if (rows.Count == 0) return [];
        var texts = LongText.Texts(rows).Select(row => row.Text);
        return EventReader.ReadKept(Encoding.UTF8.GetBytes($"[{string.Join(',', texts)}]")) switch
        {
            EventReading.Sound sound => sound.Events,
            EventReading.Faulty faulty => throw new InvalidDataException($"an event cannot be read: {faulty.Errors[0].Error}"),
            _ => throw new InvalidOperationException("unknown reading"),
        };
    }

    private static string Digits(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);
}

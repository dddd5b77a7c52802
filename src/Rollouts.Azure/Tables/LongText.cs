using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace Rollouts.Azure;

/// <summary>A text of any length in table rows: split over properties, and over further rows where one row cannot hold it.</summary>
/// <remarks>A property holds 32K characters and a row 1 MiB. Further rows have the first one's key and <c>~001</c>, <c>~002</c>, … behind it, so that they follow it.</remarks>
internal static class LongText
{
    private const int PropertyChars = 32_000;
    private const int RowProperties = 14;

    /// <summary>The rows that hold the text; the first one may take other properties beside it.</summary>
    public static IReadOnlyList<TableEntity> Rows(string partition, string row, string text)
    {
        var rows = new List<TableEntity> { new(partition, row) };
        var count = 0;
        for (var from = 0; from < text.Length || from == 0;)
        {
            var until = Math.Min(from + PropertyChars, text.Length);
            // Half a surrogate pair is not a character and would not survive the way through JSON.
            if (until < text.Length && char.IsHighSurrogate(text[until - 1])) until--;
            if (count > 0 && count % RowProperties == 0) rows.Add(new(partition, KeyOf(row, rows.Count)));
            rows[^1][PropertyOf(count % RowProperties)] = text[from..until];
            count++;
            if (until == text.Length) break;
            from = until;
        }

        if (rows.Count > 1) rows[0]["More"] = rows.Count - 1;
        return rows;
    }

    /// <summary>The keys of all rows that the text takes, its first row given.</summary>
    public static IEnumerable<string> KeysOf(TableEntity first) =>
        Enumerable.Range(0, 1 + (first.GetInt32("More") ?? 0)).Select(i => KeyOf(first.RowKey, i));

    /// <summary>Rows in order of their keys, put together by text. A text that lost a row is not whole.</summary>
    /// <exception cref="InvalidDataException">A row is missing.</exception>
    public static IEnumerable<(TableEntity First, string Text)> Texts(IReadOnlyList<TableEntity> rows)
    {
        for (var i = 0; i < rows.Count;)
        {
            var keys = KeysOf(rows[i]).ToList();
            var own = rows.Skip(i).Take(keys.Count).ToList();
            if (!own.Select(row => row.RowKey).SequenceEqual(keys)) throw new InvalidDataException($"row {rows[i].RowKey} is not whole");
            yield return (rows[i], Read(own));
            i += own.Count;
        }
    }

    /// <summary>The text that begins in a row, in one query; null when there is no such row.</summary>
    /// <remarks>Rows behind its last one are left from a longer text that it replaced. Rows of other texts may lie between.</remarks>
    /// <exception cref="InvalidDataException">A row is missing.</exception>
    public static async Task<(TableEntity First, string Text)?> LoadAsync(TableClient table, string partition, string row, CancellationToken cancellation)
    {
        var found = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (var each in table.QueryAsync<TableEntity>(JournalRows.Range(partition, row, row + "~~"), cancellationToken: cancellation)) found[each.RowKey] = each;
        if (!found.TryGetValue(row, out var first)) return null;
        return Texts([.. KeysOf(first).Where(found.ContainsKey).Select(key => found[key])]).Single();
    }

    private static string Read(IEnumerable<TableEntity> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var i = 0; i < RowProperties && row.GetString(PropertyOf(i)) is { } part; i++) text.Append(part);
        }

        return text.ToString();
    }

    private static string KeyOf(string row, int number) =>
        number == 0 ? row : row + "~" + number.ToString("D3", CultureInfo.InvariantCulture);

    private static string PropertyOf(int number) => number == 0 ? "Text" : "Text" + number.ToString(CultureInfo.InvariantCulture);
}

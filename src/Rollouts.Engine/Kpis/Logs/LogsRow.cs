namespace Rollouts.Engine;

/// <summary>The one row of an answer.</summary>
internal sealed class LogsRow(LogsTable table)
{
    /// <summary>Null for an answer without rows.</summary>
    /// <exception cref="FormatException">There are several, which no rule of ours may merge.</exception>
    public static LogsRow? Of(LogsTable table) => table.Rows.Length switch
    {
        0 => null,
        1 => new(table),
        var many => throw new FormatException($"{many} rows answer, and a query must give one: summarize without 'by'"),
    };

    /// <summary>The number of the column <c>value</c>, or of the only one.</summary>
    /// <exception cref="FormatException">There is no such column.</exception>
    public double? Value => table.Columns.Length == 1 ? Finite(0) : Number("value");

    /// <summary>Null where it is null or not finite: that is no data.</summary>
    /// <exception cref="FormatException">There is no such column.</exception>
    public double? Number(string column) => table.Columns.IndexOf(column) is >= 0 and var index
        ? Finite(index)
        : throw new FormatException($"the answer has no column '{column}', only {string.Join(", ", table.Columns)}");

    public bool Has(string column) => table.Columns.Contains(column);

    private double? Finite(int index) => table.Rows[0][index] is { } number && double.IsFinite(number) ? number : null;
}

namespace Rollouts;

/// <summary>The words for what is counted from the journal.</summary>
internal static class TallyWords
{
    private static readonly (string Word, Tally Tally)[] All =
    [
        ("incidents", Tally.Incidents),
        ("open_incidents", Tally.OpenIncidents),
        ("reports", Tally.Reports),
        ("reports_by_key", Tally.ReportsByKey),
        ("alerts", Tally.Alerts),
        ("rollbacks", Tally.Rollbacks),
        ("pauses", Tally.Pauses),
        ("members", Tally.Members),
        ("overdue_tasks", Tally.OverdueTasks),
    ];

    public static bool TryRead(string word, out Tally tally)
    {
        foreach (var known in All)
        {
            if (known.Word != word) continue;
            tally = known.Tally;
            return true;
        }

        tally = default;
        return false;
    }

    public static string Of(Tally tally) => All.First(known => known.Tally == tally).Word;

    /// <summary>True for what has a severity, kind, rule or text to tell it apart by.</summary>
    public static bool HasKinds(Tally tally) => tally is Tally.Incidents or Tally.OpenIncidents or Tally.Reports or Tally.ReportsByKey or Tally.Alerts or Tally.OverdueTasks;

    /// <summary>True for what is counted over a time; the others are counted as they stand now.</summary>
    public static bool HasWindow(Tally tally) => tally is not (Tally.OpenIncidents or Tally.Members or Tally.OverdueTasks);
}

namespace Rollouts.Engine;

/// <summary>Did you mean: the known word nearest to what was written.</summary>
public static class Nearest
{
    private const int LongestWord = 60;

    /// <summary>Null when nothing is near enough to be meant.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestWord) return null;
        var (meant, best, least) = (Plain(written), (string?)null, int.MaxValue);
        foreach (var word in known)
        {
            var most = Math.Max(1, Math.Min(written.Length, word.Length) / 3);
            if (Math.Abs(word.Length - written.Length) > most) continue;
            var distance = Distance(meant, Plain(word));
            if (distance > most || distance > least || (distance == least && string.CompareOrdinal(word, best) > 0)) continue;
            (best, least) = (word, distance);
        }

        return best;
    }

    private static string Plain(string text) => text.ToLowerInvariant().Replace('_', '-').Replace(' ', '-');

    /// <summary>Letters to insert, drop, change or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }

        return rows[a.Length, b.Length];
    }
}

using System.Text.Json;

namespace Rollouts.Cli.Verbs;

/// <summary>A journal as it lies on disk, beside a host that may be writing it.</summary>
/// <param name="Fault">The first line that is no entry; null for none. What a crash tore off at the end is none.</param>
internal sealed record JournalFile(IReadOnlyList<Entry> Entries, string? Fault)
{
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    public static async Task<JournalFile> ReadAsync(string path, CancellationToken cancellation)
    {
        var entries = new List<Entry>();
        foreach (var line in WholeLines(await TextAsync(path, cancellation)))
        {
            try
            {
                var entry = EntryChain.Read(line);
                if (entry is not { Input: not null, Outcome: not null, Events.IsDefault: false, Previous: not null, Hash: not null }) throw new JsonException("it lacks a member");
                entries.Add(entry);
            }
            catch (Exception problem) when (problem is JsonException or NotSupportedException or ArgumentException)
            {
                return new(entries, FormattableString.Invariant($"line {entries.Count + 1} is no entry: {problem.Message}"));
            }
        }

        return new(entries, null);
    }

    /// <summary>A line counts once its line feed is written.</summary>
    private static string[] WholeLines(string text) => text.Split('\n')[..^1];

    private static async Task<string> TextAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Unread.Because(path, problem));
        }
    }
}

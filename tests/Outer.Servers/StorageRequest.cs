using System.Text.RegularExpressions;

namespace Outer.Servers;

/// <summary>A request as the emulator's access log tells it.</summary>
public sealed partial record StorageRequest(string Method, string Path, StorageService Service)
{
    /// <summary>Null for a line that is about no request.</summary>
    public static StorageRequest? Of(string line) =>
        Logged().Match(line) is { Success: true } match ? new(match.Groups["method"].Value, match.Groups["path"].Value, ServiceOf(match.Groups["path"].Value)) : null;

    /// <summary>The services share an account and a log: a queue has messages or is asked about itself, a table is asked with keys, filters or batches.</summary>
    private static StorageService ServiceOf(string path) =>
        Queue().IsMatch(path) ? StorageService.Queue : Table().IsMatch(path) ? StorageService.Table : StorageService.Blob;

    [GeneratedRegex("\"(?<method>[A-Z]+) /devstoreaccount1(?<path>\\S*) HTTP", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Logged();

    [GeneratedRegex("/messages|-control-\\d+(\\?|$)|-workitems(\\?|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Queue();

    [GeneratedRegex("\\$batch|/Tables|\\(|^/[A-Za-z0-9]+\\?.*\\$(filter|top|select|format)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Table();
}

public enum StorageService
{
    Blob,
    Queue,
    Table,
}

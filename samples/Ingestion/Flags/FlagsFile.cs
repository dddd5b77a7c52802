using Microsoft.Extensions.Configuration.Json;

namespace Ingestion.Flags;

public static class FlagsFile
{
    /// <summary>Follows a JSON file that is replaced by rename: a change counts within about 50 ms, on every file system.</summary>
    public static IConfigurationBuilder AddFlagsFile(this IConfigurationBuilder configuration, string path) =>
        configuration.Add(new FlagsFileSource { Path = Path.GetFullPath(path) });
}

internal sealed class FlagsFileSource : JsonConfigurationSource
{
    public override IConfigurationProvider Build(IConfigurationBuilder builder) => new FlagsFileProvider(this);
}

/// <remarks>
/// <c>AddJsonFile(reloadOnChange: true)</c> waits 250 ms after a change, and its watcher sees renames late or never on some container file
/// systems. This one compares the content itself: a few kilobytes twenty times a second, and no clock resolution that could hide a change.
/// </remarks>
internal sealed class FlagsFileProvider : JsonConfigurationProvider, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly string path;
    private readonly PeriodicTimer timer = new(Interval);
    private byte[] seen = [];
    private string? problem;
    private bool following;

    public FlagsFileProvider(FlagsFileSource source)
        : base(source) => path = source.Path!;

    public override void Load()
    {
        Refresh();
        if (following) return;
        following = true;
        _ = FollowAsync();
    }

    protected override void Dispose(bool disposing)
    {
        timer.Dispose();
        base.Dispose(disposing);
    }

    private async Task FollowAsync()
    {
        while (await timer.WaitForNextTickAsync())
        {
            if (Refresh()) OnReload();
        }
    }

    /// <summary>True when other content was taken over. A file that cannot be read leaves the last good content in force; an absent one means all off.</summary>
    private bool Refresh()
    {
        try
        {
            var content = File.Exists(path) ? File.ReadAllBytes(path) : [];
            if (content.AsSpan().SequenceEqual(seen)) return false;
            seen = content;
            if (content.Length == 0) Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            else Load(new MemoryStream(content));
            problem = null;
            return true;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            if (problem != error.Message) Console.Error.WriteLine($"{path} cannot be read, the last good content stays in force: {error.Message}");
            problem = error.Message;
            return false;
        }
    }
}

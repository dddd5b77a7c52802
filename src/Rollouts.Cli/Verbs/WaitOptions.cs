using System.CommandLine;

namespace Rollouts.Cli.Verbs;

/// <summary>Waiting until a launch comes to rest.</summary>
internal sealed class WaitOptions
{
    public Option<bool> Wait { get; } = new("--wait") { Description = "Wait until the launch is through, taken back, or waits for a person; the exit code says which" };

    public Option<string?> Timeout { get; } = Verb.Text("--timeout", "How long to wait at most (90s, 15m, 4h); exit code 3 after it", "TIME");

    /// <summary>How long to wait at most; null for not at all.</summary>
    /// <exception cref="UsageException">The time cannot be read, or nothing is to be waited for.</exception>
    public TimeSpan? Of(Call call)
    {
        if (call.Get(Timeout) is not { } text) return call.Get(Wait) ? TimeSpan.MaxValue : null;
        if (!call.Get(Wait)) throw new UsageException("--timeout needs --wait");
        return Span.TryParse(text, out var timeout) ? timeout : throw new UsageException($"'{text}' is no time; write 90s, 15m, 4h");
    }
}

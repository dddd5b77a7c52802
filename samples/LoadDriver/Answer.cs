namespace LoadDriver;

/// <summary>What came back for one request.</summary>
internal sealed record Answer(string Path, string Status, bool Ok)
{
    public static readonly Answer Timeout = new("none", "timeout", Ok: false);
    public static readonly Answer Unanswered = new("none", "no-answer", Ok: false);

    /// <summary>The driver was stopped before an answer came: nobody's error.</summary>
    public static readonly Answer Stopped = new("none", "stopped", Ok: true);

    /// <summary>A refused or broken connection fails at once, and a stopped request was never waited for: their times would flatter the service.</summary>
    public bool Timed => this != Unanswered && this != Stopped;
}

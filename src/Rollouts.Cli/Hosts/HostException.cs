namespace Rollouts.Cli.Hosts;

/// <summary>The host refused, failed, or is not there; the message is for the person who asked.</summary>
/// <param name="title">What kind of thing went wrong, as the host names it.</param>
/// <param name="status">The HTTP status; null when there was no answer.</param>
internal sealed class HostException(string title, string? detail, int? status, Exception? inner = null) : Exception(detail is null ? title : $"{title}: {detail}", inner)
{
    public string Title { get; } = title;

    public string? Detail { get; } = detail;

    public int? Status { get; } = status;

    /// <summary>What was sent is wrong, as against refused or failed.</summary>
    public bool IsBadRequest => Status is 400 or 413 or 422;
}

namespace Rollouts.Engine;

/// <summary>A call out was refused, failed or was cut off. The message names the address without its query, user or password.</summary>
public sealed class OutboundException : Exception
{
    public OutboundException()
    {
    }

    public OutboundException(string message)
        : base(message)
    {
    }

    public OutboundException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Nothing was sent, or a redirect was answered: calling again cannot help before somebody changes a setting.</summary>
    public bool IsRefusal { get; init; }
}

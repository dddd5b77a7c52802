namespace Outer.Servers;

/// <summary>A server that a test needs is not on this machine: the test is reported as skipped, with this message.</summary>
public sealed class ToolMissingException : Exception
{
    public ToolMissingException(string message)
        : base(message)
    {
    }

    public ToolMissingException()
    {
    }

    public ToolMissingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

namespace Rollouts.Engine;

/// <summary>A document cannot be put into a flag's content; the message says why and what to do. Trying again cannot help.</summary>
public sealed class FlagContentException : Exception
{
    public FlagContentException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public FlagContentException()
    {
    }

    public FlagContentException(string message)
        : base(message)
    {
    }
}

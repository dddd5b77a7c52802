namespace Rollouts.Engine;

/// <summary>What trying again can do about a failure.</summary>
public enum FailureKind
{
    /// <summary>It may work in a moment.</summary>
    Transient,

    /// <summary>The service asks for patience: less is more.</summary>
    Throttled,

    /// <summary>Trying again cannot help before a person has changed something.</summary>
    Permanent,
}

/// <summary>A store, source or channel cannot do its work now; the message says which and why, without secrets.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public StoreException()
    {
    }

    public StoreException(string message)
        : base(message)
    {
    }

    public FailureKind Kind { get; init; }

    /// <summary>How long the service asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

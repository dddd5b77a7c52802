namespace Rollouts.Cli.Hosts;

/// <summary>The fields of a request's JSON; those that were not given are left out.</summary>
internal sealed class Fields : Dictionary<string, object>
{
    public Fields()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>A command by the name the host knows it by.</summary>
    public static Fields Command(string name) => new() { { "command", name } };

    /// <summary>Adds a field, unless it has no value.</summary>
    public Fields With(string name, object? value)
    {
        if (value is not null) Add(name, value);
        return this;
    }
}

using System.CommandLine;

namespace Rollouts.Cli.Verbs;

/// <summary>A verb of the command line with examples for its help.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>What it does; the result is the exit code.</summary>
    public Verb Does(Func<Call, Task<int>> action)
    {
        SetAction((parsed, cancellation) => Call.RunAsync(parsed, action, cancellation));
        return this;
    }

    /// <summary>The name of a rollout, the first argument of most verbs.</summary>
    public static Argument<string> RolloutName() => new("NAME") { Description = "The rollout" };

    public static Option<string?> Text(string name, string description, string helpName, bool required = false) =>
        new(name) { Description = description, HelpName = helpName, Required = required };
}

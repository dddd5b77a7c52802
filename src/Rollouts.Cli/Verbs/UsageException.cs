namespace Rollouts.Cli.Verbs;

/// <summary>The command line, or a file it names, is wrong; nothing was done.</summary>
internal sealed class UsageException(string message) : Exception(message);

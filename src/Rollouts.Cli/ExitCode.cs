namespace Rollouts.Cli;

/// <summary>What the exit code of every verb says (design §9).</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>It failed, was refused, or the launch was taken back.</summary>
    public const int Failed = 1;

    /// <summary>The plan or the command line is wrong; nothing was done.</summary>
    public const int BadUsage = 2;

    public const int TimedOut = 3;

    public const int WaitsForPerson = 4;

    /// <summary>A gate has too little data to be judged by.</summary>
    public const int Inconclusive = 5;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells say it.</summary>
    public const int Interrupted = 130;
}

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Rollouts.Cli.Verbs;

/// <summary><c>--version</c>: the version, and the commit that it was built from where the build knew it.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    private const int ShownOfCommit = 12;

    public static string Text { get; } = Of(typeof(VersionLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Text);
        return ExitCode.Fine;
    }

    /// <summary><c>0.1.0+5494e8241604…</c> as <c>0.1.0 (5494e8241604)</c>.</summary>
    internal static string Of(string informational) => informational.Split('+', 2) is [var version, { Length: > 0 } commit]
        ? $"{version} ({(commit.Length > ShownOfCommit ? commit[..ShownOfCommit] : commit)})"
        : informational;
}

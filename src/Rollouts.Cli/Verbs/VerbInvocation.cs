using System.CommandLine;
using Rollouts.Cli.Terminals;

namespace Rollouts.Cli.Verbs;

/// <summary>Brings the terminal and the common options to the verb that is called.</summary>
internal sealed class VerbInvocation : InvocationConfiguration
{
    public VerbInvocation(Terminal terminal, CommonOptions options)
    {
        (Terminal, Options) = (terminal, options);
        (Output, Error) = (terminal.Output, terminal.Errors);
        EnableDefaultExceptionHandler = false;

        // Whoever calls hears the signals and cancels; a server takes its own time to stop.
        ProcessTerminationTimeout = null;
    }

    public Terminal Terminal { get; }

    public CommonOptions Options { get; }
}

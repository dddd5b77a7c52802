using System.CommandLine;
using System.CommandLine.Help;
using Rollouts.Cli.Demo;
using Rollouts.Cli.Terminals;
using Rollouts.Cli.Verbs;
using Rollouts.Engine;

namespace Rollouts.Cli;

/// <summary>The command line: its verbs, and how one is found and called.</summary>
internal static class Cli
{
    private static readonly Func<Verb>[] Verbs =
    [
        CheckVerb.Create,
        TestVerb.Create,
        SimulateVerb.Create,
        BacktestVerb.Create,
        ServeVerb.Create,
        StartVerb.Create,
        ListVerb.Create,
        AmendVerb.Create,
        GetVerb.Create,
        WhyVerb.Create,
        JournalVerb.Create,
        BoardVerb.Create,
        ReviewVerb.Create,
        ExportVerb.Create,
        UploadVerb.Create,
        ApproveVerb.Create,
        RejectVerb.Create,
        MoreTimeVerb.Create,
        DelegateVerb.Create,
        MarkVerb.Create,
        MitigateVerb.Create,
        ReportVerb.Create,
        EventsVerb.Create,
        TriageVerb.Create,
        AcknowledgeVerb.Create,
        SilenceVerb.Create,
        DoneVerb.Create,
        IncidentVerb.Create,
        PauseVerb.Create,
        ResumeVerb.Create,
        PromoteVerb.Create,
        RollbackVerb.Create,
        KillVerb.Create,
        ReArmVerb.Create,
        DrillVerb.Create,
        AbortVerb.Create,
        CloseVerb.Create,
        HealthVerb.Create,
        DemoVerb.Create,
    ];

    /// <summary>Runs one command line; the result is the exit code. Nothing is coloured.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellation = default) =>
        RunAsync(args, new Terminal(output, errors, isRich: false, TimeProvider.System), cancellation);

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        var options = new CommonOptions();
        var parsed = Read(args, options);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction and not ExamplesHelp) return Misread(parsed, terminal);
        return await parsed.InvokeAsync(new VerbInvocation(terminal, options), cancellation);
    }

    /// <summary>What is wrong with a command line, without running it.</summary>
    internal static IReadOnlyList<string> Faults(string[] args) => [.. Read(args, new()).Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)];

    /// <summary>An argument that begins with @ is what it says, not a file of more arguments.</summary>
    private static ParseResult Read(string[] args, CommonOptions options) => Root(options).Parse(args, new() { ResponseFileTokenReplacer = null });

    private static RootCommand Root(CommonOptions options)
    {
        var root = new RootCommand("Runs launch plans: gates, approvals, feature flags, and the way back.");
        foreach (var option in options.All) root.Add(option);
        foreach (var create in Verbs) root.Add(create());
        root.Add(DemoService.Command());
        root.Options.OfType<VersionOption>().Single().Action = new VersionLine();
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!);
        return root;
    }

    private static int Misread(ParseResult parsed, Terminal terminal)
    {
        var messages = NoVerb(parsed) is { } noVerb ? [noVerb] : parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToArray();
        if (parsed.Tokens.Any(token => token.Value == "--json")) terminal.WriteJson(new { error = new { title = "The command line cannot be read", detail = string.Join('\n', messages) } });
        foreach (var message in messages) terminal.Error(message);
        var verb = string.Join(' ', Path(parsed.CommandResult.Command).Reverse());
        terminal.Errors.WriteLine($"see: {verb} --help");
        return ExitCode.BadUsage;
    }

    /// <summary>Where a verb should stand and none does: one sentence, with the verb that is nearest. Null where a verb was found.</summary>
    private static string? NoVerb(ParseResult parsed)
    {
        var (command, known) = (parsed.CommandResult.Command, parsed.CommandResult.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToArray());
        if (known.Length == 0) return null;
        if (parsed.UnmatchedTokens is not [var written, ..]) return command is RootCommand ? "say what to do" : $"say what to do: {string.Join(" or ", known)}";
        return $"there is no verb '{written}'{(Nearest.To(written, known) is { } near ? $"; did you mean '{near}'?" : "")}";
    }

    private static IEnumerable<string> Path(Command command)
    {
        for (Symbol? each = command; each is not null; each = each.Parents.FirstOrDefault())
            yield return each is RootCommand ? "rollout" : each.Name;
    }
}

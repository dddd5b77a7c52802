namespace Rollouts.Cli.Tests;

/// <summary>What is said about a command line that cannot be carried out, and what help says.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] Verbs =
    [
        "check", "demo", "serve", "start", "list", "get", "why", "journal", "board", "review", "export", "upload", "approve", "reject", "mark", "mitigate", "report", "events", "events send", "events list", "triage", "silence", "done", "incident",
        "incident declare", "incident resolve", "pause", "resume", "promote", "rollback", "kill", "re-arm", "drill", "abort", "close", "health",
    ];

    public static TheoryData<string> AllVerbs => [.. Verbs];

    public static TheoryData<string, string> Wrong => new()
    {
        { "", "say what to do" },
        { "lsit d7", "there is no verb 'lsit'; did you mean 'list'?" },
        { "frobnicate", "there is no verb 'frobnicate'" },
        { "incident", "say what to do: declare or resolve" },
        { "incident declaer d7", "there is no verb 'declaer'; did you mean 'declare'?" },
        { "get", "Required argument missing for command: 'get'." },
        { "pause d7", "Option '--reason' is required." },
        { "why d7 --at later", "Cannot parse argument 'later' for option '--at'" },
        { "report d7 --kind bug --metric csat --value 4", "report either a --kind, or a --metric with its --value" },
        { "report d7 --metric csat --value lots", "'lots' is no value; write 4.5%, 250ms, 12" },
        { "approve d7 --timeout 5m", "--timeout needs --wait" },
        { "approve d7 --wait --timeout soon", "'soon' is no time; write 90s, 15m, 4h" },
        { "silence d7 SlowUploads --for ever --control watching", "'ever' is no time; write 90s, 15m, 4h" },
        { "list --url nowhere", "--url must be an http or https address, such as http://127.0.0.1:5080, not 'nowhere'" },
        { "serve --url 127.0.0.1:5081", "--url must be an http or https address, such as http://127.0.0.1:5080, not '127.0.0.1:5081'" },
        { "serve --url http://127.0.0.1:99999", "--url must be an http or https address, such as http://127.0.0.1:5080, not 'http://127.0.0.1:99999'" },
        { "list --as Jörg", "--as may hold plain ASCII characters only" },
        { "check no-such-plan.yaml", "there is no file no-such-plan.yaml" },
        { "start no-such-plan.yaml", "there is no file no-such-plan.yaml" },
        { "journal", "name a rollout, or a journal with --file" },
        { "export d7 --day monday", "'monday' is no day; write 2026-05-04" },
        { "journal --file no-such-file", "there is no file no-such-file" },
        { "events send no-such-file", "there is no file no-such-file" },
    };

    [Theory]
    [MemberData(nameof(AllVerbs))]
    public async Task Help_of_every_verb_shows_an_example_of_it(string verb)
    {
        var help = (await Ran.Of([.. verb.Split(' '), "--help"])).Ended(ExitCode.Fine).Out;
        Assert.Contains("\n  rollout " + verb, help[help.IndexOf("Example", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_every_verb()
    {
        var help = (await Ran.Of("--help")).Ended(ExitCode.Fine).Out;
        Assert.All(Verbs.Where(verb => !verb.Contains(' ', StringComparison.Ordinal)), verb => Assert.Contains("\n  " + verb, help, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_line_is_exit_code_2_with_what_is_wrong(string line, string message)
    {
        var ran = (await Ran.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Ended(ExitCode.BadUsage);
        Assert.StartsWith("error: ", ran.Errors, StringComparison.Ordinal);
        Assert.Contains(message, ran.Errors, StringComparison.Ordinal);
        Assert.Empty(ran.Out);
    }

    [Fact]
    public async Task A_verb_that_does_not_exist_is_one_sentence_and_the_way_to_help() =>
        Assert.Equal("error: there is no verb 'aprove'; did you mean 'approve'?\nsee: rollout --help\n", (await Ran.Of("aprove", "d7", "--note", "fine")).Ended(ExitCode.BadUsage).Errors);

    [Fact]
    public async Task A_wrong_command_line_is_told_in_json_too()
    {
        var ran = (await Ran.Of("pause", "d7", "--json")).Ended(ExitCode.BadUsage);
        Assert.Contains("--reason", ran.Json.GetProperty("error").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_named()
    {
        var ran = (await Ran.Of("list", "--url", "http://127.0.0.1:9")).Ended(ExitCode.Failed);
        Assert.StartsWith("error: no host answers at http://127.0.0.1:9: ", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("rollout serve", ran.Errors, StringComparison.Ordinal);
        Assert.Equal("no host answers at http://127.0.0.1:9", (await Ran.Of("get", "d7", "--json", "--url", "http://127.0.0.1:9")).Ended(ExitCode.Failed).Json.GetProperty("error").GetProperty("title").GetString());
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_text() =>
        Assert.Contains("no host answers", (await Ran.Of("pause", "d7", "--reason", "@ann asked", "--url", "http://127.0.0.1:9")).Ended(ExitCode.Failed).Errors, StringComparison.Ordinal);
}

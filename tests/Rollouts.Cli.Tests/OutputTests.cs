using System.Text.Json;
using Rollouts.Cli.Terminals;
using Rollouts.Engine;

namespace Rollouts.Cli.Tests;

/// <summary>What is written where: JSON for machines, plain text for pipes, colour for people.</summary>
public sealed class OutputTests : IAsyncLifetime
{
    private const char Escape = '\u001b';

    private readonly RunningHost host = new();

    public async Task InitializeAsync()
    {
        await host.InitializeAsync();
        await host.StartAndGoAsync("shown");
    }

    public Task DisposeAsync() => host.DisposeAsync();

    public static TheoryData<string> Shown => ["list", "get shown", "why shown", "why shown --gate P0", "why shown --at 1", "journal shown", "journal shown --verify"];

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task Piped_output_has_no_escape_codes_and_json_is_one_document(string line)
    {
        var text = (await host.Ann(line.Split(' '))).Ended(ExitCode.Fine);
        Assert.DoesNotContain(Escape, text.Out);
        Assert.NotEmpty(text.Out);
        var json = (await host.Ann([.. line.Split(' '), "--json"])).Ended(ExitCode.Fine);
        using var document = JsonDocument.Parse(json.Out);
        Assert.True(document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        Assert.Empty(json.Errors);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task At_a_terminal_the_same_is_coloured(string line)
    {
        using var output = new SharedText();
        using var errors = new StringWriter();
        var terminal = new Terminal(output, errors, isRich: true, TimeProvider.System);
        Assert.Equal(ExitCode.Fine, await Cli.RunAsync([.. line.Split(' '), "--url", host.Url], terminal, CancellationToken.None));
        Assert.Contains(Escape, output.ToString());
    }

    [Fact]
    public async Task The_json_of_a_rollout_reads_back_as_its_view()
    {
        var view = JsonSerializer.Deserialize<RolloutView>((await host.Ann("get", "shown", "--json")).Out, EntryChain.Json)!;
        Assert.Equal(("shown", "tiny", "P0"), (view.Rollout, view.Plan, view.Phase));
        Assert.Equal(["P0", "P1"], view.Phases.AsEnumerable());
    }

    [Fact]
    public async Task What_people_write_cannot_steer_a_terminal()
    {
        (await host.Ann("pause", "shown", "--reason", "\u001b[2J[red]\u202Eevil\nlines")).Ended(ExitCode.Fine);
        var status = (await host.Ann("get", "shown")).Out;
        Assert.Contains("ann paused: ?[2J[red]?evil lines", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_prints_the_status_and_then_what_happens()
    {
        using var stop = new CancellationTokenSource();
        using var output = new SharedText();
        var watching = Cli.RunAsync(["get", "shown", "--watch", "--url", host.Url], new(output, TextWriter.Null, isRich: false, TimeProvider.System), stop.Token);
        await Task.Delay(300);
        (await host.Ann("approve", "shown", "--note", "fine")).Ended(ExitCode.Fine);
        for (var i = 0; i < 100 && !output.ToString().Contains("P1 step 1 entered", StringComparison.Ordinal); i++) await Task.Delay(100);
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Fine, await watching);
        Assert.StartsWith("shown  A launch of seconds\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ann: approve: \"fine\" -> ann approved P0#1/", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, output.ToString());
    }

    [Fact]
    public async Task Watching_with_json_is_a_document_on_each_line()
    {
        (await host.Ann("abort", "shown", "--reason", "enough")).Ended(ExitCode.Fine);
        var watched = (await host.Ann("get", "shown", "--watch", "--json")).Ended(ExitCode.Fine);
        Assert.All(watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
        Assert.Contains("\"stage\":\"Aborted\"", watched.Out.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_at_a_terminal_is_live_and_ends_with_the_launch()
    {
        using var output = new SharedText();
        var watching = Cli.RunAsync(["get", "shown", "--watch", "--exit-code", "--url", host.Url], new(output, TextWriter.Null, isRich: true, TimeProvider.System), CancellationToken.None);
        (await host.Ann("abort", "shown", "--reason", "enough")).Ended(ExitCode.Fine);
        Assert.Equal(ExitCode.Failed, await watching.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("Aborted", output.ToString(), StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;

namespace Rollouts.Crash.Tests;

/// <summary>The people of the launch: they say yes, mark, resume, and now and then pause, complain, take back or throw the switch.</summary>
internal sealed class Crew(Sender sender, string rollout, FlagsWatch flags, KpiPage page, Random random)
{
    private readonly CancellationTokenSource leaving = new();
    private Task working = Task.CompletedTask;

    /// <summary>From now on nobody makes trouble.</summary>
    public bool Calm { get; set; }

    public void Begin(CancellationToken cancellation) => working = Task.WhenAll(
        Task.Run(() => WorkAsync(LeadAsync, 40, cancellation), cancellation),
        Task.Run(() => WorkAsync(ProductAsync, 60, cancellation), cancellation),
        Task.Run(() => WorkAsync(TroubleAsync, 250, cancellation), cancellation));

    /// <summary>Fails with what made someone leave.</summary>
    public Task IsAtWorkAsync() => working.IsCompleted ? working : Task.CompletedTask;

    /// <summary>Lets everyone hear the answer to what they sent last.</summary>
    public async Task LeaveAsync()
    {
        await leaving.CancelAsync();
        await working;
        leaving.Dispose();
    }

    private async Task WorkAsync(Func<CancellationToken, Task> turn, int pause, CancellationToken cancellation)
    {
        while (!leaving.IsCancellationRequested)
        {
            await turn(cancellation);
            await Task.Delay(Next(pause / 2, pause * 2), leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task LeadAsync(CancellationToken cancellation) => Next(0, 8) switch
    {
        0 => Command("lead", new() { ["command"] = "mark", ["item"] = "Everyone is ready" }, cancellation),
        1 or 2 or 3 => ApproveAsync("lead", cancellation),
        4 or 5 => Command("lead", new() { ["command"] = "mark", ["item"] = "Root cause found", ["evidence"] = "https://example.com/cause" }, cancellation),
        _ => Command("lead", new() { ["command"] = "resume", ["reason"] = "found and fixed" }, cancellation),
    };

    private Task ProductAsync(CancellationToken cancellation) => Next(0, 3) switch
    {
        0 => Command("product", new() { ["command"] = "mark", ["item"] = "The few are told" }, cancellation),
        1 => Command("stranger", new() { ["command"] = "approve" }, cancellation),
        _ => ApproveAsync("product", cancellation),
    };

    /// <summary>Says yes to one of the requests that are open, or to whatever is asked when the board cannot be seen.</summary>
    private async Task ApproveAsync(string by, CancellationToken cancellation)
    {
        var requests = (await sender.TryGetAsync($"/api/rollouts/{rollout}", cancellation))?["gates"]!.AsArray()
            .Select(gate => (string?)gate!["approval"]?["request"]).OfType<string>().ToArray() ?? [];
        var command = new JsonObject { ["command"] = "approve", ["note"] = "fine" };
        if (requests.Length > 0) command["request"] = requests[Next(0, requests.Length)];
        await Command(by, command, cancellation);
    }

    private Task TroubleAsync(CancellationToken cancellation)
    {
        if (Calm || flags.Percent < 20) return Task.CompletedTask;
        return Next(0, 12) switch
        {
            0 or 1 => sender.RollBackAsync(rollout, "product", new() { ["reason"] = "it looks wrong", ["target"] = Target() }, cancellation),
            2 => Command("lead", new() { ["command"] = "kill", ["reason"] = "to be sure" }, cancellation),
            3 => Command("product", new() { ["command"] = "pause", ["reason"] = "wait a moment" }, cancellation),
            4 => FailAWhileAsync(cancellation),
            5 => Command("lead", new() { ["command"] = "promote", ["reason"] = "no need to wait" }, cancellation),
            _ => sender.ReportAsync(rollout, "customer", new() { ["kind"] = "complaint", ["key"] = $"complaint-{Next(0, 5)}", ["text"] = "it is slow" }, cancellation),
        };
    }

    private async Task FailAWhileAsync(CancellationToken cancellation)
    {
        page.Bad = true;
        await Task.Delay(700, cancellation);
        page.Bad = false;
    }

    private string Target() => Next(0, 5) switch
    {
        0 => "P0",
        1 => "P1 step 1",
        2 => "nobody",
        3 => "previous phase",
        _ => "previous step",
    };

    private Task<Acknowledged> Command(string by, JsonObject command, CancellationToken cancellation) => sender.CommandAsync(rollout, by, command, cancellation);

    private int Next(int from, int below)
    {
        lock (random) return random.Next(from, below);
    }
}

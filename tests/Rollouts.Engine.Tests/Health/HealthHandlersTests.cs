using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Rollouts.Engine.Tests;

public sealed class HealthHandlersTests
{
    private sealed class Probe(string name, Func<CancellationToken, Task<ImmutableArray<Dependency>>> ask) : IHealthProbe
    {
        public string Name => name;

        public Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation) => ask(cancellation);
    }

    /// <summary>Waits do not last.</summary>
    private sealed class Hurry : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.FromMilliseconds(1), period);
    }

    private static readonly Probe Well = new("journal", _ => Task.FromResult<ImmutableArray<Dependency>>([new("journal", null)]));

    [Fact]
    public async Task All_well_is_a_200_and_one_that_is_not_is_a_503_that_names_it()
    {
        var down = new Probe("flags", _ => throw new StoreException("could not read setting x: the service answered 403 Forbidden"));

        Assert.Equal((200, "Healthy", ""), await AnswerAsync(Well));
        Assert.Equal((503, "Unhealthy", "flags: could not read setting x: the service answered 403 Forbidden"), await AnswerAsync(Well, down));
    }

    [Fact]
    public async Task A_probe_that_fails_otherwise_tells_the_kind_of_its_fault_and_no_message_which_may_hold_a_secret() =>
        Assert.Equal((503, "Unhealthy", "flags: it could not be asked (InvalidOperationException)"), await AnswerAsync(new Probe("flags", _ => throw new InvalidOperationException("Secret=abc"))));

    [Fact]
    public async Task A_probe_that_never_answers_and_does_not_listen_holds_up_nobody() =>
        Assert.Equal((503, "Unhealthy", "slow: it did not answer within 15s"), await AnswerAsync(Well, new Probe("slow", _ => new TaskCompletionSource<ImmutableArray<Dependency>>().Task)));

    private static async Task<(int Status, string Says, string Faults)> AnswerAsync(params IHealthProbe[] probes)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        await (await new HealthHandlers(probes, probes.Any(probe => probe.Name == "slow") ? new Hurry() : TimeProvider.System).HealthAsync(default)).ExecuteAsync(context);
        var json = JsonSerializer.Deserialize<JsonElement>(body.ToArray());
        var faults = json.GetProperty("dependencies").EnumerateArray()
            .Where(dependency => !dependency.GetProperty("well").GetBoolean())
            .Select(dependency => $"{dependency.GetProperty("name").GetString()}: {dependency.GetProperty("fault").GetString()}");
        return (context.Response.StatusCode, json.GetProperty("status").GetString()!, string.Join("; ", faults));
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Outer.Servers;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

/// <summary>The orchestrators as they are, on the in-process host, with activities that a test scripts and that note their calls.</summary>
internal sealed class DriverRig : IAsyncDisposable
{
    public const string Rollout = "d7-1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> calls = new();
    private DurableTaskTestHost host = null!;
    private int generations;

    public Func<DriveInput, DriveTurn> Drain { get; set; } = _ => Turn();

    public Func<EffectCall, EffectReport> Carry { get; set; } = _ => EffectReport.Fine;

    /// <summary>For effects that take their time.</summary>
    public Func<EffectCall, Task<EffectReport>>? CarryAsync { get; set; }

    /// <summary>Activities in the order they ran: <c>Drain</c>, <c>HandOver 1</c>, <c>Post 3.1</c>.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    public int Drains => calls.Count(call => call == Activities.Drain);

    /// <summary>How many generations the phases' drivers have begun.</summary>
    public int Generations => generations;

    public DurableTaskClient Client => host.Client;

    public static async Task<DriverRig> StartAsync()
    {
        var rig = new DriverRig();
        // Left to itself the host listens on a port of the range that outgoing connections are given, which may be taken.
        var options = new DurableTaskTestHostOptions { LoggerFactory = NullLoggerFactory.Instance, Port = FreePorts.Take(1)[0] };
        rig.host = await DurableTaskTestHost.StartAsync(rig.Register, options);
        return rig;
    }

    public static DriveTurn Turn(string stage = "P0.1", bool over = false, DateTimeOffset? wake = null, ImmutableArray<int>? waysBack = null, params EffectCall[] effects) =>
        new([.. effects], waysBack ?? [], wake, over, $"{stage} waits") { Stage = stage };

    /// <param name="lane">That of its kind where it is not given.</param>
    public static EffectCall Effect(string kind, string id, string? lane = null) => new(Rollout, id, kind) { Lane = lane ?? kind };

    public async Task<string> StartAsync(string orchestrator, string instance, DriveInput input)
    {
        await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instance));
        return instance;
    }

    public Task NudgeAsync(string instance) => Client.RaiseEventAsync(instance, DriveLoop.Nudge, "");

    /// <summary>A nudge that carries something.</summary>
    public Task TellAsync(string instance, object carried) => Client.RaiseEventAsync(instance, DriveLoop.Nudge, carried);

    public async Task<(OrchestrationRuntimeStatus Status, string Words)?> StatusAsync(string instance)
    {
        try
        {
            var found = await Client.GetInstanceAsync(instance, getInputsAndOutputs: true);
            return found is null ? null : (found.RuntimeStatus, found.SerializedCustomStatus is null ? "" : found.ReadCustomStatusAs<string>() ?? "");
        }
        catch (RpcException)
        {
            // The in-process host answers so for an instance that is just being made.
            return null;
        }
    }

    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"{what} did not come true; called were {string.Join(", ", Calls)}");
            await Task.Delay(20);
        }
    }

    public Task UntilAsync(string what, Func<bool> holds) => UntilAsync(what, () => Task.FromResult(holds()));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private void Register(DurableTaskRegistry tasks)
    {
        tasks.AddOrchestratorFunc<DriveInput>(RolloutOrchestrator.Name, RolloutOrchestrator.RunAsync);
        tasks.AddOrchestratorFunc<DriveInput>(RollbackOrchestrator.Name, RollbackOrchestrator.RunAsync);
        tasks.AddOrchestratorFunc<DriveInput, PhaseEnd?>(PhaseOrchestrator.Name, (context, input) =>
        {
            if (!context.IsReplaying) Interlocked.Increment(ref generations);
            return PhaseOrchestrator.RunAsync(context, input);
        });
        tasks.AddActivityFunc<DriveInput, DriveTurn>(Activities.Drain, (_, input) => Noted(Activities.Drain, () => Drain(input)));
        tasks.AddActivityFunc<DriveInput, bool>(Activities.HandOver, (_, input) => Noted(FormattableString.Invariant($"HandOver {input.WayBack}"), () => true));
        foreach (var kind in (string[])["SetFlag", "SetSetting", "Post", "Capture", "CallWebhook"])
            tasks.AddActivityFunc<EffectCall, EffectReport>(kind, (_, call) => Noted($"{kind} {call.Id}", () => CarryAsync?.Invoke(call) ?? Task.FromResult(Carry(call))));
    }

    private T Noted<T>(string call, Func<T> act)
    {
        calls.Enqueue(call);
        return act();
    }
}

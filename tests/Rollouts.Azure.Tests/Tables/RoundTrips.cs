using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.AppConfiguration;
using Azure.Data.Tables;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

/// <summary>What stands between an alert and the first flag write: at most four answers to wait for, one after the other.</summary>
[Collection(Emulators.Name)]
public sealed class RoundTrips(Emulators emulators)
{
    private const string Plan = """
        plan: trips
        title: Trips
        label: LABEL
        roles: { lead: { members: [lead] } }
        flags:
          new_path: { dial: exposure, unit: user }
          ENABLED:  { kill-switch: true, re-arm: gate fixed }
        gates: { fixed: [Fixed] }
        resume: gate fixed
        go: [Ready]
        phases:
          - phase: P0
            title: Some
            lasts: 1d..
            exposure: { percent: 20 }
        triggers:
          - { name: errors, alert: HighErrorRate, do: back to nobody }
        way-back:
          - turn off: ENABLED
          - restore: exposure of target
        """;

    [Fact]
    public async Task A_process_that_knows_the_launch_waits_for_four_answers_before_it_writes_the_first_flag()
    {
        await using var process = await UpAsync();

        await process.AlertAsync();

        Assert.Equal(["POST table", "GET table", "POST table"], process.Before());
    }

    [Fact]
    public async Task A_new_process_waits_for_four_answers_too_for_it_reads_plan_and_journal_at_the_same_time()
    {
        await using var before = await UpAsync();
        await using var process = before.Again();

        await process.AlertAsync();

        Assert.Equal(["POST table", "GET table", "GET table", "POST table"], process.Before());
        Assert.True(process.Overlapped, "plan and journal were read one after the other");
    }

    private async Task<AProcess> UpAsync()
    {
        var (azurite, flags) = (await emulators.AzuriteAsync(), await emulators.AppConfigurationAsync());
        var table = azurite.NewTable();
        await TableRolloutStore.MakeTableAsync(table, default);
        var process = new AProcess(azurite.Connection, flags.Connection, table.Name);
        await process.StartAsync(Plan.Replace("LABEL", table.Name, StringComparison.Ordinal));
        return process;
    }

    /// <summary>What one process has of the app, its requests noted.</summary>
    private sealed class AProcess : HttpPipelinePolicy, INudge, IAsyncDisposable
    {
        private const string Rollout = "trips-1";

        private readonly (string Storage, string Flags, string Table) servers;
        private readonly ConcurrentQueue<string> requests = new();
        private readonly Drainer drainer;
        private readonly Launches launches;
        private readonly EffectCarrier carrier;
        private readonly OutboundHttp http = new(new([]), OutboundLimits.Default, TimeProvider.System);
        private int reading;

        public AProcess(string storage, string flags, string table)
        {
            servers = (storage, flags, table);
            var tableOptions = new TableClientOptions();
            tableOptions.AddPolicy(this, HttpPipelinePosition.PerCall);
            var flagOptions = new ConfigurationClientOptions();
            flagOptions.AddPolicy(this, HttpPipelinePosition.PerCall);
            var client = new TableClient(storage, table, tableOptions);
            var store = new TableRolloutStore(client, TimeProvider.System);
            var keys = new AppConfigurationFlagStore(new ConfigurationClient(flags, flagOptions));
            var plans = new PlanCache();
            drainer = new(store, plans, TimeProvider.System);
            carrier = new(new KeyWriter(keys, store), new TablePosts(client, TimeProvider.System), new TableEvidence(client), keys, http, TimeProvider.System);
            launches = new(store, drainer, carrier, this, plans, TimeProvider.System);
        }

        public bool Overlapped { get; private set; }

        public AProcess Again() => new(servers.Storage, servers.Flags, servers.Table);

        public async Task StartAsync(string plan)
        {
            var sound = Assert.IsType<PlanReading.Sound>(PlanReader.Read(plan));
            Assert.IsType<StartAnswer.Started>(await launches.StartAsync(Rollout, sound.Document, Actor.Of("lead"), "start", default));
            await launches.OfferAsync(Rollout, new Input.Mark("ready", TimeProvider.System.GetUtcNow(), Actor.Of("lead"), "ready", true, null, ""), TimeSpan.FromMinutes(1), default);
            while (await drainer.ReadAsync(Rollout, default) is { Work.Effects: [var effect, ..] } known)
                await drainer.DrainAsync(Rollout, [(await carrier.CarryOutAsync(Rollout, known, effect, default))!], default);
        }

        public async Task AlertAsync()
        {
            requests.Clear();
            var now = TimeProvider.System.GetUtcNow();
            var alert = new Input.Alert("alert-1", now, Actor.Of("alertmanager"), "alertmanager", "HighErrorRate", "e1", true, "critical", now, null);
            var answer = await launches.OfferAsync(Rollout, alert, TimeSpan.FromMinutes(1), default);
            Assert.True(answer.Fenced);
        }

        /// <summary>What was asked before the keys were: these are then read and written side by side.</summary>
        public IEnumerable<string> Before() => requests.TakeWhile(request => request.EndsWith("table", StringComparison.Ordinal));

        public Task NudgeAsync(string rollout, Drained? decided, CancellationToken cancellation) => Task.CompletedTask;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("nothing here waits for an answer on its thread");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var isTable = message.Request.Uri.ToString().Contains(servers.Table, StringComparison.Ordinal) || message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);
            requests.Enqueue($"{message.Request.Method} {(isTable && !message.Request.Uri.Path.StartsWith("/kv", StringComparison.Ordinal) ? "table" : "flags")}");
            if (message.Request.Method == RequestMethod.Get && Interlocked.Increment(ref reading) > 1 && isTable) Overlapped = true;
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Method == RequestMethod.Get) Interlocked.Decrement(ref reading);
        }

        public ValueTask DisposeAsync()
        {
            drainer.Dispose();
            http.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

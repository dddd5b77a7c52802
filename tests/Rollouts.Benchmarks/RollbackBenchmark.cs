using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Rollouts.Engine;
using Rollouts.Local;

namespace Rollouts.Benchmarks;

/// <summary>From a roll-back offered to a running host to the flag taken down in the file.</summary>
internal static class RollbackBenchmark
{
    private const string Rollout = "rollback";
    private const string Dial = "new_path";

    private const string Plan = $$"""
        plan: rollback
        title: A launch that is taken back
        roles:
          lead: { members: [lead] }
        flags:
          {{Dial}}: { dial: exposure }
        go: [{ item: Ready, owner: lead }]
        phases:
          - phase: P1
            title: A few
            lasts: 1h..
            exposure: { percent: 10 }
        """;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);
    private static readonly Actor Lead = Actor.Of("lead");

    public static async Task<IReadOnlyList<BenchmarkRow>> RunAsync(string folder, int runs)
    {
        var options = LocalOptions.In(Path.Combine(folder, "host"));
        await using var host = new EmbeddedHost(options, TimeProvider.System, NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None);
        await BeginAsync(host);
        var plain = new PlainFlag(folder);
        var (written, answered, flag, bare) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = -2; run < runs; run++)
        {
            await ExposedAsync(host);
            var content = await File.ReadAllBytesAsync(options.Flags);
            var floors = (await plain.FlagsFileAsync(run), plain.WriteAndRename(content));
            var (toFlag, toAnswer) = await TakeBackAsync(host, options.Flags, run);
            await GiveAsync(host, new Input.Resume($"resume-{run}", Now, Lead, "again"));
            if (run < 0) continue;
            written.Add(toFlag);
            answered.Add(toAnswer);
            flag.Add(floors.Item1);
            bare.Add(floors.Item2);
        }

        return
        [
            new("offered roll-back to the flag written", new(written), new(flag), "FlagsFile read and write", null, null),
            new("offered roll-back to the flag written", new(written), new(bare), "write, flush, rename", null, null),
            new("offered roll-back to the answer 'fenced'", new(answered), new(bare), "write, flush, rename", null, null),
        ];
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task BeginAsync(EmbeddedHost host)
    {
        var document = PlanReader.Read(Plan) is PlanReading.Sound sound ? sound.Document : throw new InvalidOperationException("the plan of the benchmark cannot be read");
        await host.Launches.StartAsync(Rollout, document, Lead, "start", CancellationToken.None);
        await GiveAsync(host, new Input.Mark("ready", Now, Lead, "Ready", true, null, ""));
    }

    private static async Task GiveAsync(EmbeddedHost host, Input input)
    {
        if ((await host.Launches.OfferAsync(Rollout, input, Budget, CancellationToken.None)).Outcome is Outcome.Refused refused)
            throw new InvalidOperationException($"{input.Id}: {refused.Reason}");
    }

    /// <summary>Waits until the flag is up, everything is done and the host is at rest.</summary>
    private static async Task ExposedAsync(EmbeddedHost host)
    {
        while (await host.Drainer.ReadAsync(Rollout, CancellationToken.None) is not { State: { Main.Stage: TrackStage.Running, Holds.IsEmpty: true, Pending.IsEmpty: true } })
            await Task.Delay(5);
        await Task.Delay(20);
    }

    private static async Task<(double ToFlag, double ToAnswer)> TakeBackAsync(EmbeddedHost host, string flags, int run)
    {
        var before = File.GetLastWriteTimeUtc(flags);
        var watching = new TaskCompletionSource();
        var changed = Task.Factory.StartNew(
            () =>
            {
                watching.SetResult();
                while (File.GetLastWriteTimeUtc(flags) == before) Thread.Yield();
                return Stopwatch.GetTimestamp();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await watching.Task;
        var began = Stopwatch.GetTimestamp();
        var answer = await host.Launches.OfferAsync(Rollout, new Input.RollBack($"back-{run}", Now, Lead, "nobody", null, "measured"), Budget, CancellationToken.None);
        var answered = Stopwatch.GetElapsedTime(began);
        if (answer is not { Outcome: Outcome.Accepted, Fenced: true }) throw new InvalidOperationException($"the roll-back was answered {answer.Outcome}");
        return (Stopwatch.GetElapsedTime(began, await changed).TotalMicroseconds, answered.TotalMicroseconds);
    }

    /// <summary>The floors: the flags file without a launch, and a file that is written, flushed and renamed.</summary>
    private sealed class PlainFlag(string folder)
    {
        private readonly FlagsFile flags = new(Path.Combine(folder, "plain-flags.json"), TimeProvider.System);
        private readonly GovernedKey key = GovernedKey.Flag(Dial);

        public Task<double> FlagsFileAsync(int run) => Measured.TimeAsync(async () =>
        {
            var found = await flags.ReadAsync(key, CancellationToken.None);
            var content = FlagContent.Apply(found.Content, key, Desired.Dial(AudienceExposure.None with { Percent = new(run + 10) }));
            await flags.WriteAsync(key, content, new(Rollout, run + 10), found.Version, CancellationToken.None);
        });

        public double WriteAndRename(byte[] content)
        {
            var began = Stopwatch.GetTimestamp();
            var next = Path.Combine(folder, "plain.next");
            using (var handle = File.OpenHandle(next, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(handle, content, 0);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(next, Path.Combine(folder, "plain.json"), overwrite: true);
            return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }
    }
}

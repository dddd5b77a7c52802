using Azure.Data.AppConfiguration;
using Outer.Servers;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

/// <summary>The protocol of raising and taking back (design §6) on App Configuration and Tables: a rise that was decided before the fence, held at each of its steps.</summary>
[Collection(Emulators.Name)]
public sealed class AnOldRise(Emulators emulators) : IAsyncLifetime
{
    /// <summary>Revisions outlive what they are of: each test has a key of its own.</summary>
    private readonly GovernedKey key = GovernedKey.Flag("new_path", Guid.NewGuid().ToString("N"));

    private AppConfigurationEmulator emulator = null!;
    private AppConfigurationFlagStore flags = null!;
    private TableRolloutStore store = null!;
    private KeyWriter writer = null!;

    private Effect.Write First => Write("2.1", 10, rise: true, stamp: true);

    private Effect.Write Rise => Write("5.1", 20, rise: true);

    /// <summary>At the exposure that stands: the content is the same, and only the tag changes.</summary>
    private Effect.Write Stamp => Write("6.1", 10, rise: false, stamp: true);

    public async Task InitializeAsync()
    {
        emulator = await emulators.AppConfigurationAsync();
        await emulator.ClearAsync();
        flags = new(emulator.Client);
        (store, _) = await Given.ARolloutAsync(emulators);
        writer = new(flags, store);
        Assert.True(await store.CommitAsync((await store.JournalAsync()).Head, [.. Enumerable.Range(1, 5).Select(n => Some.Pause($"entry {n}"))]));
        Assert.IsType<KeyOutcome.Done>(await writer.WriteAsync(Given.Rollout, First, default));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private Effect.Write Write(string id, double percent, bool rise, bool stamp = false) =>
        new(id, key, new KeyDocument.Dial(true, AudienceExposure.None with { Percent = new(percent) }), rise, stamp);

    private async Task FenceAsync()
    {
        var head = (await store.ReadHeadAsync(Given.Rollout, default))!;
        Assert.True(await store.CommitAsync(Given.Rollout, head, [Some.Fence(head, Some.Pause("back"))], head.Seq + 1, default));
    }

    private async Task AssertStandsAsync(double percent, long seq)
    {
        var read = await flags.ReadAsync(key, default);
        Assert.Equal(seq, read.Tag!.Seq);
        Assert.Equal(percent, Assert.IsType<KeyDocument.Dial>(FlagContent.Read(read.Content, key)).Audience.Percent.Value);
    }

    /// <summary>Every percentage that the flag ever had.</summary>
    private async Task<HashSet<double>> HistoryAsync()
    {
        var percents = new HashSet<double>();
        await foreach (var revision in emulator.Client.GetRevisionsAsync(new SettingSelector { LabelFilter = key.Label }))
            percents.Add(((KeyDocument.Dial)FlagContent.Read(revision.Value, key)!).Audience.Percent.Value);
        return percents;
    }

    [Fact]
    public async Task That_is_about_to_write_when_the_key_is_stamped_never_lands()
    {
        var gate = new Gate();
        var rising = new KeyWriter(new HeldFlags(flags, gate), store).WriteAsync(Given.Rollout, Rise, default);
        await gate.Reached;

        await FenceAsync();
        await writer.WriteAsync(Given.Rollout, Stamp, default);
        gate.Open();

        Assert.IsType<KeyOutcome.Done>(await rising);
        await AssertStandsAsync(10, 6);
        Assert.Equal([10], await HistoryAsync());
    }

    [Fact]
    public async Task That_has_read_the_key_but_not_the_head_when_the_fence_is_appended_stops()
    {
        var gate = new Gate();
        var rising = new KeyWriter(new HeldAfterReading(flags, gate), store).WriteAsync(Given.Rollout, Rise, default);
        await gate.Reached;

        await FenceAsync();
        gate.Open();

        Assert.IsType<KeyOutcome.Fenced>(await rising);
        await AssertStandsAsync(10, 2);
        await writer.WriteAsync(Given.Rollout, Stamp, default);
        Assert.Equal([10], await HistoryAsync());
    }

    [Fact]
    public async Task That_lands_between_the_fence_and_the_stamp_is_taken_back_by_the_stamp()
    {
        var gate = new Gate();
        var rising = new KeyWriter(new HeldFlags(flags, gate), store).WriteAsync(Given.Rollout, Rise, default);
        await gate.Reached;

        await FenceAsync();
        gate.Open();
        Assert.IsType<KeyOutcome.Done>(await rising);
        await AssertStandsAsync(20, 5);

        Assert.IsType<KeyOutcome.Done>(await writer.WriteAsync(Given.Rollout, Stamp, default));
        await AssertStandsAsync(10, 6);
    }

    [Fact]
    public async Task Whose_answer_was_lost_knows_its_own_write_again()
    {
        Assert.IsType<KeyOutcome.Done>(await writer.WriteAsync(Given.Rollout, Rise, default));
        var version = (await flags.ReadAsync(key, default)).Version;

        Assert.Equal(new KeyOutcome.Done(version), await writer.WriteAsync(Given.Rollout, Rise, default));
    }

    [Fact]
    public async Task That_races_the_way_back_from_another_process_has_lost_once_the_stamp_is_written()
    {
        for (var round = 0; round < 40; round++)
        {
            await InitializeAsync();
            var other = new KeyWriter(new AppConfigurationFlagStore(emulator.Client), store);
            var rising = Task.Run(() => other.WriteAsync(Given.Rollout, Rise, default));
            await Task.Delay(round % 8);

            await FenceAsync();
            Assert.IsType<KeyOutcome.Done>(await writer.WriteAsync(Given.Rollout, Stamp, default));

            await AssertStandsAsync(10, 6);
            Assert.True(await rising is KeyOutcome.Done or KeyOutcome.Fenced);
            await AssertStandsAsync(10, 6);
        }
    }
}

using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Contracts;

/// <summary>What every store of flags and settings must keep to: the ground that the protocol of raising and taking back stands on.</summary>
public abstract class FlagStoreContract : IAsyncLifetime
{
    private static readonly KeyTag Tag = new("d7-1", 12);

    public static TheoryData<string> Kinds { get; } = ["flag", "setting"];

    /// <summary>The store under test, empty.</summary>
    protected abstract IFlagStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>Makes a key read-only, as an operator would.</summary>
    protected abstract Task LockAsync(GovernedKey key);

    /// <summary>Changes a key's content past the store, as an operator would.</summary>
    protected abstract Task EditAsync(GovernedKey key, string content);

    private static GovernedKey KeyOf(string kind) =>
        kind == "flag" ? GovernedKey.Flag("ingestion_v2_enabled") : GovernedKey.Setting("Ingestion:UploadsPerDay");

    private static string ContentOf(GovernedKey key, int percent) => FlagContent.Apply(
        null,
        key,
        key.Kind == KeyKind.Setting
            ? new KeyDocument.Setting($"{percent}")
            : new KeyDocument.Dial(true, AudienceExposure.None with { Percent = new Percent(percent), Denied = ["Zoë \"z\""] }));

    private static void AssertContent(GovernedKey key, string expected, string? actual)
    {
        if (key.Kind == KeyKind.Setting) Assert.Equal(expected, actual);
        else Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual!)), actual);
    }

    private async Task<string> WrittenAsync(GovernedKey key, int percent, KeyTag? tag = null, string version = "") =>
        Assert.IsType<KeyWrite.Written>(await Store.WriteAsync(key, ContentOf(key, percent), tag ?? Tag, version, default)).Version;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_key_that_was_never_written_is_absent(string kind) =>
        Assert.Equal(new KeyRead(null, "", null, false), await Store.ReadAsync(KeyOf(kind), default));

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_was_written_is_read_with_its_version_and_tag(string kind)
    {
        var key = KeyOf(kind);

        var version = await WrittenAsync(key, 10);

        var read = await Store.ReadAsync(key, default);
        AssertContent(key, ContentOf(key, 10), read.Content);
        Assert.NotEmpty(version);
        Assert.Equal(version, read.Version);
        Assert.Equal(Tag, read.Tag);
        Assert.False(read.Locked);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_write_that_expects_another_version_changes_nothing(string kind)
    {
        var key = KeyOf(kind);
        var first = await WrittenAsync(key, 10);
        await WrittenAsync(key, 20, version: first);

        Assert.IsType<KeyWrite.Changed>(await Store.WriteAsync(key, ContentOf(key, 50), new KeyTag("d7-1", 9), first, default));

        AssertContent(key, ContentOf(key, 20), (await Store.ReadAsync(key, default)).Content);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_write_that_expects_the_key_absent_does_not_overwrite_it(string kind)
    {
        var key = KeyOf(kind);
        await WrittenAsync(key, 10);

        Assert.IsType<KeyWrite.Changed>(await Store.WriteAsync(key, ContentOf(key, 50), Tag, "", default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_write_that_expects_an_absent_key_present_changes_nothing(string kind)
    {
        Assert.IsType<KeyWrite.Changed>(await Store.WriteAsync(KeyOf(kind), ContentOf(KeyOf(kind), 50), Tag, "a-version", default));

        Assert.Null((await Store.ReadAsync(KeyOf(kind), default)).Content);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_new_tag_on_the_same_content_is_a_new_version(string kind)
    {
        var key = KeyOf(kind);
        var rise = await WrittenAsync(key, 10);

        var stamp = await WrittenAsync(key, 10, new KeyTag("d7-1", 13), rise);

        Assert.NotEqual(rise, stamp);
        Assert.IsType<KeyWrite.Changed>(await Store.WriteAsync(key, ContentOf(key, 20), Tag, rise, default));
        Assert.Equal(13, (await Store.ReadAsync(key, default)).Tag!.Seq);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_edit_by_hand_is_a_new_version(string kind)
    {
        var key = KeyOf(kind);
        var version = await WrittenAsync(key, 10);

        await EditAsync(key, ContentOf(key, 77));

        var read = await Store.ReadAsync(key, default);
        AssertContent(key, ContentOf(key, 77), read.Content);
        Assert.NotEqual(version, read.Version);
        Assert.IsType<KeyWrite.Changed>(await Store.WriteAsync(key, ContentOf(key, 20), Tag, version, default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_key_that_others_made_has_no_tag_and_can_be_written(string kind)
    {
        var key = KeyOf(kind);
        await EditAsync(key, ContentOf(key, 77));

        var read = await Store.ReadAsync(key, default);
        Assert.Null(read.Tag);
        await WrittenAsync(key, 5, version: read.Version);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_locked_key_is_not_written_until_it_is_unlocked(string kind)
    {
        var key = KeyOf(kind);
        var version = await WrittenAsync(key, 10);
        await LockAsync(key);

        var locked = await Store.ReadAsync(key, default);
        Assert.True(locked.Locked);
        Assert.IsType<KeyWrite.Locked>(await Store.WriteAsync(key, ContentOf(key, 0), Tag, locked.Version, default));
        AssertContent(key, ContentOf(key, 10), (await Store.ReadAsync(key, default)).Content);

        await Store.UnlockAsync(key, default);
        var unlocked = await Store.ReadAsync(key, default);
        Assert.False(unlocked.Locked);
        await WrittenAsync(key, 0, version: unlocked.Version);
        Assert.NotEqual(version, (await Store.ReadAsync(key, default)).Version);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Unlocking_what_is_not_locked_changes_nothing(string kind)
    {
        var key = KeyOf(kind);
        await WrittenAsync(key, 10);
        var before = await Store.ReadAsync(key, default);

        await Store.UnlockAsync(key, default);

        Assert.Equal(before, await Store.ReadAsync(key, default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Of_writes_on_one_version_at_once_exactly_one_wins(string kind)
    {
        var key = KeyOf(kind);
        var version = await WrittenAsync(key, 10);

        var writes = await Task.WhenAll(Enumerable.Range(20, 12).Select(n => Task.Run(
            () => Store.WriteAsync(key, ContentOf(key, n), new KeyTag("d7-1", n), version, default))));

        var winner = Array.FindIndex(writes, write => write is KeyWrite.Written);
        Assert.Single(writes.OfType<KeyWrite.Written>());
        Assert.Equal(11, writes.OfType<KeyWrite.Changed>().Count());
        var read = await Store.ReadAsync(key, default);
        Assert.Equal(20 + winner, read.Tag!.Seq);
        AssertContent(key, ContentOf(key, 20 + winner), read.Content);
    }

    [Fact]
    public async Task Keys_written_at_once_are_all_written()
    {
        var keys = Enumerable.Range(0, 12).Select(n => n % 2 == 0 ? GovernedKey.Flag($"flag-{n}") : GovernedKey.Setting($"Limits:S{n}")).ToList();

        var writes = await Task.WhenAll(keys.Select(key => Task.Run(() => Store.WriteAsync(key, ContentOf(key, 5), Tag, "", default))));

        Assert.All(writes, write => Assert.IsType<KeyWrite.Written>(write));
        foreach (var key in keys) AssertContent(key, ContentOf(key, 5), (await Store.ReadAsync(key, default)).Content);
    }
}

using System.Text.Json;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class PostsFileTests : IDisposable
{
    private static readonly Effect.Post Post = new("7.0", "#launch", "way-back", "Rolled back: \"p99\"\nto P1", "INC-1");

    private readonly TemporaryFolder folder = new();
    private PostsFile notifier;

    public PostsFileTests() => notifier = Open();

    private string Posts => folder[Path.Combine("d7-1", "posts.jsonl")];

    public void Dispose()
    {
        notifier.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_post_is_a_line_that_says_everything()
    {
        Assert.Equal("posts.jsonl:1", await notifier.PostAsync("d7-1", Post, default));

        var line = JsonDocument.Parse(File.ReadAllLines(Posts).Single()).RootElement;
        Assert.Equal(
            ["7.0", "2026-03-02T12:00:00+00:00", "#launch", "way-back", "INC-1", "Rolled back: \"p99\"\nto P1"],
            line.EnumerateObject().Select(member => member.Value.GetString()));
    }

    [Fact]
    public async Task An_effect_is_posted_once_also_from_many_sides_and_after_a_restart()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => notifier.PostAsync("d7-1", Post, default))));
        await notifier.PostAsync("d7-1", Post with { Id = "8.0" }, default);
        Restart();

        Assert.Single(receipts.Distinct());
        Assert.Equal("posts.jsonl:1", await notifier.PostAsync("d7-1", Post, default));
        Assert.Equal("posts.jsonl:3", await notifier.PostAsync("d7-1", Post with { Id = "9.0" }, default));
        Assert.Equal(3, File.ReadAllLines(Posts).Length);
    }

    [Fact]
    public async Task The_same_effect_id_of_another_rollout_is_another_post()
    {
        await notifier.PostAsync("d7-1", Post, default);

        Assert.Equal("posts.jsonl:1", await notifier.PostAsync("d7-2", Post, default));
        Assert.Single(File.ReadAllLines(folder[Path.Combine("d7-2", "posts.jsonl")]));
    }

    [Fact]
    public async Task A_torn_post_is_posted_again()
    {
        await notifier.PostAsync("d7-1", Post, default);
        Restart(() => File.AppendAllText(Posts, "{\"effect\":\"8.0\",\"text\":\"" + new string('x', 5000)));

        Assert.Equal("posts.jsonl:2", await notifier.PostAsync("d7-1", Post with { Id = "8.0" }, default));
        Assert.Equal(2, File.ReadAllLines(Posts).Length);
    }

    [Fact]
    public async Task A_damaged_line_is_reported()
    {
        await notifier.PostAsync("d7-1", Post, default);
        Restart(() => File.AppendAllText(Posts, "{}\n"));

        Assert.StartsWith($"{Posts} line 2 is not a post", (await Assert.ThrowsAsync<StoreException>(() => notifier.PostAsync("d7-1", Post, default))).Message);
    }

    private PostsFile Open() => new(folder.Path, TimeAt.Of(Some.Noon));

    private void Restart(Action? meanwhile = null)
    {
        notifier.Dispose();
        meanwhile?.Invoke();
        notifier = Open();
    }
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rollouts.Engine.Tests.Slack;

public sealed class SlackDirectoryTests
{
    private static readonly string[] Groups = ["S0TEAM"];

    private readonly Clock clock = new();
    private readonly Shared shared = new();
    private readonly Api slack = new();

    private SlackDirectory Process() => new(slack, shared, clock, NullLogger<SlackDirectory>.Instance);

    [Fact]
    public async Task What_one_process_read_all_decide_by()
    {
        await Process().RefreshAsync(Groups, [], default);
        var other = Process();

        await other.CatchUpAsync(default);

        Assert.Equal(Groups, other.GroupsOf("U1"));
        Assert.Equal("the account is deactivated", other.Unfit("U2"));
        await other.RefreshAsync(Groups, [], default);
        Assert.Equal(1, slack.Asked);
    }

    [Fact]
    public async Task A_membership_counts_for_five_minutes_and_a_reading_that_failed_does_not_take_it_away_before()
    {
        var directory = Process();
        await directory.RefreshAsync(Groups, [], default);
        slack.IsDown = true;

        clock.Now += TimeSpan.FromMinutes(4);
        await directory.RefreshAsync(Groups, [], default);
        Assert.Equal(Groups, directory.GroupsOf("U1"));

        clock.Now += TimeSpan.FromMinutes(1.1);
        Assert.Empty(directory.GroupsOf("U1"));
        Assert.True(directory.IsStale);
    }

    [Fact]
    public async Task Who_left_the_group_is_out_with_the_next_reading_in_every_process()
    {
        var (one, other) = (Process(), Process());
        await one.RefreshAsync(Groups, [], default);
        await other.CatchUpAsync(default);
        slack.Members = ["U2"];
        clock.Now += SlackDirectory.Every;

        await one.RefreshAsync(Groups, [], default);
        await other.CatchUpAsync(default);

        Assert.Empty(one.GroupsOf("U1"));
        Assert.Empty(other.GroupsOf("U1"));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_what_this_process_read()
    {
        var directory = Process();
        shared.IsDown = true;

        await directory.RefreshAsync(Groups, [], default);

        Assert.Equal(Groups, directory.GroupsOf("U1"));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Shared : ISlackMemberships
    {
        private SlackMemberships? kept;

        public bool IsDown { get; set; }

        public Task<SlackMemberships?> ReadAsync(CancellationToken cancellation) => IsDown ? throw new StoreException("down") : Task.FromResult(kept);

        public Task WriteAsync(SlackMemberships memberships, CancellationToken cancellation)
        {
            if (IsDown) throw new StoreException("down");
            kept = memberships;
            return Task.CompletedTask;
        }
    }

    private sealed class Api : ISlackApi
    {
        public bool IsDown { get; set; }

        public int Asked { get; private set; }

        public ImmutableArray<string> Members { get; set; } = ["U1", "U2"];

        public Task<ImmutableArray<string>> MembersAsync(string group, CancellationToken cancellation)
        {
            Asked++;
            return IsDown ? throw new SlackException("usergroups.users.list", "internal_error", SlackFault.Passing) : Task.FromResult(Members);
        }

        public Task<SlackPerson?> PersonAsync(string user, CancellationToken cancellation) =>
            IsDown ? throw new SlackException("users.info", "internal_error", SlackFault.Passing) : Task.FromResult<SlackPerson?>(new(user, "T0TEAM", false, user == "U2", []));

        public Task<string> TeamAsync(CancellationToken cancellation) => Task.FromResult("T0TEAM");

        public Task<string> PostAsync(SlackPost post, CancellationToken cancellation) => throw new InvalidOperationException("a directory posts nothing");

        public Task UpdateAsync(string channel, string timestamp, SlackMessage message, CancellationToken cancellation) => throw new InvalidOperationException("a directory updates nothing");

        public Task<string?> FindAsync(string channel, string marker, string? thread, DateTimeOffset since, CancellationToken cancellation) => throw new InvalidOperationException("a directory looks for nothing");

        public Task OpenViewAsync(string trigger, JsonObject view, CancellationToken cancellation) => throw new InvalidOperationException("a directory opens nothing");
    }
}

using System.Text.Json.Nodes;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using Rollouts.Engine;

namespace Rollouts.FeatureFilters.Tests;

/// <summary>Flags as the engine writes them, evaluated by Microsoft's own code with the filter registered in one line.</summary>
public sealed class DenyPatternTests
{
    private static readonly GovernedKey Key = GovernedKey.Flag(ConsumingApp.Flag);

    /// <summary>Every tenth is an enterprise.</summary>
    private static readonly string[] Users = [.. Enumerable.Range(0, 10_000).Select(n => n % 10 == 3 ? $"enterprise-{n}" : $"workspace-{n}")];

    private static string Flag(double percent, params string[] denied) => Flag(null, percent, denied);

    private static string Flag(string? before, double percent, params string[] denied) =>
        FlagContent.Apply(before, Key, new KeyDocument.Dial(true, AudienceExposure.None with { Percent = new(percent), Denied = [.. denied] }));

    [Fact]
    public async Task Of_ten_thousand_users_the_share_matches_each_step_no_rise_throws_anybody_out_and_the_denied_are_never_in()
    {
        var open = Users.Count(user => !user.StartsWith("enterprise-", StringComparison.Ordinal));
        var (flag, before) = (Flag(0, "enterprise-*"), new HashSet<string>());
        foreach (var percent in (double[])[0, 0.5, 1, 5, 10, 20, 50, 80, 100])
        {
            flag = Flag(flag, percent, "enterprise-*");
            using var app = new ConsumingApp(flag);
            var now = await app.LetInAsync(Users);

            var (share, deviation) = (percent / 100, 5 * Math.Sqrt(open * percent / 100 * (1 - percent / 100)));
            Assert.InRange(now.Count, open * share - deviation, open * share + deviation);
            Assert.Superset(before, now);
            Assert.DoesNotContain(now, user => user.StartsWith("enterprise-", StringComparison.Ordinal));
            before = now;
        }
    }

    [Fact]
    public async Task The_same_users_are_let_in_when_a_pattern_comes_or_goes_but_for_those_it_denies()
    {
        using var with = new ConsumingApp(Flag(30, "enterprise-*"));
        using var without = new ConsumingApp(Flag(Flag(30, "enterprise-*"), 30));

        var (some, all) = (await with.LetInAsync(Users), await without.LetInAsync(Users));

        Assert.Equal(all.Where(user => !user.StartsWith("enterprise-", StringComparison.Ordinal)).Order(), some.Order());
        Assert.Contains(all, user => user.StartsWith("enterprise-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_without_the_filter_fails_and_lets_nobody_in_and_one_needs_none_where_no_pattern_is_denied()
    {
        using var without = new ConsumingApp(Flag(100, "enterprise-*"), withFilters: false);
        await Assert.ThrowsAsync<FeatureManagementException>(() => without.IsOnAsync("workspace-1"));

        var plain = Flag(Flag(50, "enterprise-*"), 100, "bob");
        Assert.DoesNotContain(DenyPatternFilter.Alias, plain, StringComparison.Ordinal);
        using var standard = new ConsumingApp(plain, withFilters: false);
        Assert.True(await standard.IsOnAsync("workspace-1"));
        Assert.False(await standard.IsOnAsync("bob"));
    }

    [Theory]
    [InlineData("enterprise-*", "enterprise-", true)]
    [InlineData("enterprise-*", "enterprise", false)]
    [InlineData("enterprise-*", "Enterprise-1", false)]
    [InlineData("*-enterprise", "a-enterprise", true)]
    [InlineData("*-enterprise", "a-enterprise-b", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "a-c-b-c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("a.c*", "abc", false)]
    [InlineData("a?c*", "abc", false)]
    [InlineData("a[b]*", "ab", false)]
    [InlineData(@"a\*", @"a\b", true)]
    public async Task A_star_stands_for_any_characters_and_nothing_else_is_special(string pattern, string user, bool denied)
    {
        using var app = new ConsumingApp(Flag(100, pattern));

        Assert.Equal(!denied, await app.IsOnAsync(user));
    }

    [Fact]
    public async Task Groups_are_denied_by_pattern_too_and_case_is_ignored_where_targeting_ignores_it()
    {
        using var app = new ConsumingApp(Flag(100, "group:frozen-*"));
        using var ignoring = new ConsumingApp(Flag(100, "enterprise-*"), ignoreCase: true);

        Assert.False(await app.IsOnAsync("ann", "beta", "frozen-eu"));
        Assert.True(await app.IsOnAsync("ann", "beta"));
        Assert.True(await app.IsOnAsync("frozen-eu"));
        Assert.False(await ignoring.IsOnAsync("Enterprise-1"));
    }

    [Fact]
    public async Task An_app_that_tells_the_user_by_its_accessor_is_answered_alike_and_nobody_known_is_nobody_let_in()
    {
        var accessor = new Accessor();
        using var app = new ConsumingApp(Flag(100, "enterprise-*"), ambient: accessor);

        foreach (var (user, isOn) in ((string?, bool)[])[("workspace-1", true), ("enterprise-1", false), (null, false)])
        {
            accessor.User = user;
            Assert.Equal(isOn, await app.IsOnAsync());
        }
    }

    [Fact]
    public async Task A_filter_whose_patterns_were_lost_lets_nobody_in()
    {
        var damaged = JsonNode.Parse(Flag(100, "enterprise-*"))!;
        damaged["conditions"]!["client_filters"]![1]!["parameters"] = new JsonObject();
        using var app = new ConsumingApp(damaged.ToJsonString());

        Assert.False(await app.IsOnAsync("workspace-1"));
    }

    [Fact]
    public async Task Members_that_others_wrote_stay_and_are_still_evaluated()
    {
        var before = JsonNode.Parse("""
            {"id":"ingestion_v2_enabled","enabled":true,"owner":"core","telemetry":{"enabled":true,"metadata":{"a":"b"} },
             "conditions":{"client_filters":[{"name":"Microsoft.TimeWindow","parameters":{"End":"2001-01-01T00:00:00Z"},"note":"over"}]}}
            """)!.ToJsonString();

        var after = JsonNode.Parse(Flag(before, 100, "enterprise-*"))!;

        Assert.Equal("core", (string?)after["owner"]);
        Assert.Equal("b", (string?)after["telemetry"]!["metadata"]!["a"]);
        Assert.Equal("over", (string?)after["conditions"]!["client_filters"]![0]!["note"]);
        using var app = new ConsumingApp(after.ToJsonString());
        Assert.False(await app.IsOnAsync("workspace-1"));
    }

    private sealed class Accessor : ITargetingContextAccessor
    {
        public string? User { get; set; }

        public ValueTask<TargetingContext> GetContextAsync() => ValueTask.FromResult(User is null ? null! : new TargetingContext { UserId = User });
    }
}

using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

/// <summary>What goes over the wire, and what becomes of every answer that the service may give.</summary>
public sealed class AppConfigurationOverTheWire : IAsyncLifetime
{
    private static readonly GovernedKey Flag = GovernedKey.Flag("beta", "prod");
    private static readonly string On = FlagContent.Apply(null, Flag, new KeyDocument.Switch(true));

    private FlagServer server = null!;
    private AppConfigurationFlagStore store = null!;

    public async Task InitializeAsync()
    {
        server = await FlagServer.StartAsync();
        store = new(server.Client());
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    private async Task<string> WrittenAsync()
    {
        var written = Assert.IsType<KeyWrite.Written>(await store.WriteAsync(Flag, On, new("d7-1", 1), "", default));
        server.Requests.Clear();
        return written.Version;
    }

    [Fact]
    public async Task A_first_write_asks_for_an_absent_key_and_every_later_one_for_the_version_it_builds_on()
    {
        var first = Assert.IsType<KeyWrite.Written>(await store.WriteAsync(Flag, On, new("d7-1", 1), "", default));
        Assert.IsType<KeyWrite.Written>(await store.WriteAsync(Flag, On + " ", new("d7-1", 2), first.Version, default));

        var puts = server.Requests.Where(request => request.Method == "PUT").ToList();
        Assert.Equal([("", "*"), ("\"v1\"", "")], puts.Select(put => (put.IfMatch, put.IfNoneMatch)));
        Assert.All(puts, put => Assert.Equal("/kv/.appconfig.featureflag%2Fbeta", put.Path));
        Assert.All(puts, put => Assert.Contains("label=prod", put.Query, StringComparison.Ordinal));
        Assert.Equal(("d7-1", "2"), (server.Tags["rollout"], server.Tags["seq"]));
    }

    [Fact]
    public async Task A_write_that_builds_on_what_was_just_written_reads_nothing_first()
    {
        var version = await WrittenAsync();

        await store.WriteAsync(Flag, On + " ", new("d7-1", 2), version, default);

        Assert.Equal("PUT", Assert.Single(server.Requests).Method);
    }

    [Theory]
    [InlineData("retry-after-ms", "20")]
    [InlineData("Retry-After", "1")]
    public async Task A_throttled_write_is_sent_again_after_the_time_the_service_asks_for(string header, string value)
    {
        var version = await WrittenAsync();
        server.Next(429, header, value);

        Assert.IsType<KeyWrite.Written>(await store.WriteAsync(Flag, On + " ", new("d7-1", 2), version, default));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_stays_throttled_is_a_failure_of_that_kind_with_the_time_to_wait()
    {
        var version = await WrittenAsync();
        server.Next(429, "retry-after-ms", "30");
        server.Next(429, "retry-after-ms", "30");

        var failure = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync(Flag, On + " ", new("d7-1", 2), version, default));

        Assert.Equal("could not write flag beta [prod]: the service answered 429", failure.Message);
        Assert.Equal((FailureKind.Throttled, TimeSpan.FromMilliseconds(30)), (failure.Kind, failure.RetryAfter));
    }

    [Fact]
    public async Task A_key_that_was_locked_in_between_is_told_apart_from_one_that_changed()
    {
        var version = await WrittenAsync();
        server.Locked = true;
        Assert.IsType<KeyWrite.Locked>(await store.WriteAsync(Flag, On + " ", new("d7-1", 2), version, default));

        server.Locked = false;
        Assert.IsType<KeyWrite.Changed>(await store.WriteAsync(Flag, On + " ", new("d7-1", 2), "v0", default));
    }

    [Fact]
    public async Task Lowering_unlocks_and_goes_on_and_a_raise_of_a_locked_key_is_reported()
    {
        await WrittenAsync();
        server.Locked = true;
        var writer = new KeyWriter(store, new NoJournal());

        Assert.Equal("it is locked", Assert.IsType<KeyOutcome.Drifted>(await writer.WriteAsync("d7-1", Write(2, true), default)).Found);
        Assert.True(server.Locked);
        Assert.IsType<KeyOutcome.Done>(await writer.WriteAsync("d7-1", Write(2, false), default));
        Assert.False(server.Locked);
        Assert.Equal(new KeyDocument.Switch(false), FlagContent.Read(server.Value, Flag, FlagUse.KillSwitch));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_recognises_itself_and_is_not_written_twice()
    {
        await WrittenAsync();
        server.Next((_, serve) => serve());
        server.Next(async (context, serve) =>
        {
            await serve();
            context.Abort();
        });

        Assert.IsType<KeyOutcome.Done>(await new KeyWriter(store, new NoJournal()).WriteAsync("d7-1", Write(2, false), default));

        Assert.Equal("2", server.Tags["seq"]);
        Assert.Equal(new KeyDocument.Switch(false), FlagContent.Read(server.Value, Flag, FlagUse.KillSwitch));
    }

    [Fact]
    public async Task A_write_that_lost_a_race_is_decided_anew_on_what_stands_then()
    {
        await WrittenAsync();
        server.Next((_, serve) => serve());
        server.Next((context, serve) =>
        {
            server.Value = server.Value!.Replace("\"enabled\":true", "\"enabled\":true,\"owner\":\"core\"", StringComparison.Ordinal);
            context.Request.Headers.IfMatch = "\"stale\"";
            return serve();
        });

        Assert.IsType<KeyOutcome.Done>(await new KeyWriter(store, new NoJournal()).WriteAsync("d7-1", Write(2, false), default));

        Assert.Contains("\"owner\":\"core\"", server.Value, StringComparison.Ordinal);
        Assert.Contains("\"enabled\":false", server.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_users_than_fit_are_an_error_that_says_what_to_do_and_nothing_is_sent()
    {
        await WrittenAsync();
        var many = AudienceExposure.None with { Allowed = [.. Enumerable.Range(0, 800).Select(n => $"user-{n}@contoso.com")] };
        var rise = new Effect.Write("2.1", Flag, new KeyDocument.Dial(true, many), true, false);

        var drifted = Assert.IsType<KeyOutcome.Drifted>(await new KeyWriter(store, new NoJournal()).WriteAsync("d7-1", rise, default));

        Assert.Matches("would take [0-9]+ bytes", drifted.Found);
        Assert.Contains("800 users are named one by one; name groups instead", drifted.Found, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, request => request.Method == "PUT");
    }

    private static Effect.Write Write(long seq, bool on) => new($"{seq}.1", Flag, new KeyDocument.Switch(on), on, false);
}

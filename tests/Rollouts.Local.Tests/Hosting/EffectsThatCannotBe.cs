using Rollouts.Engine;

namespace Rollouts.Local.Tests;

/// <summary>What no trying again can carry out: it is given up, or made what is safe, and said.</summary>
public sealed class EffectsThatCannotBe : IDisposable
{
    private const string Rollout = "launch-1";
    private static readonly GovernedKey Dial = GovernedKey.Flag("new_path");

    private readonly TemporaryFolder folder = new();
    private readonly FlagsFile flags;
    private readonly JournalFiles store;
    private readonly OutboundHttp http = new(new AllowedHosts(["allowed.example.com"]), OutboundLimits.Default, TimeProvider.System);

    public EffectsThatCannotBe()
    {
        flags = new(Path.Combine(folder.Path, "flags.json"), TimeProvider.System);
        store = new(folder.Path, TimeProvider.System);
    }

    public void Dispose()
    {
        http.Dispose();
        store.Dispose();
        flags.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_call_to_a_host_that_is_not_allowed_is_given_up_at_once_and_says_why()
    {
        using var posts = new PostsFile(Path.Combine(folder.Path, "posts"), TimeProvider.System);
        var carrier = new EffectCarrier(new(flags, store), posts, new EvidenceFiles(folder.Path), flags, http, TimeProvider.System);
        var call = new Effect.CallWebhook("7.1", "https://elsewhere.example.com/hook?secret=1", "deployed");

        var outcome = await carrier.CarryOutAsync(Rollout, await StartedAsync(), call, default);

        var failed = Assert.IsType<Input.EffectFailed>(outcome);
        Assert.True(failed.Permanent);
        Assert.Equal("the host elsewhere.example.com:443 is not one that the configuration allows", failed.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flag_that_is_lowered_to_more_names_than_fit_is_turned_off_and_the_receipt_says_so(bool foreign)
    {
        var before = foreign ? """{"id":"new_path","enabled":true,"conditions":{"client_filters":[]},"telemetry":{"enabled":true}}""" : "no flag at all";
        await flags.WriteAsync(Dial, foreign ? before : FlagContent.Apply(null, Dial, new KeyDocument.Dial(true, AudienceExposure.None)), new(Rollout, 3), "", default);
        var audience = AudienceExposure.None with { Percent = new(10), Denied = [.. Enumerable.Range(0, 1000).Select(n => FormattableString.Invariant($"customer-number-{n}"))] };

        var outcome = await new KeyWriter(flags, store).WriteAsync(Rollout, new Effect.Write("7.1", Dial, new KeyDocument.Dial(true, audience), Rise: false, Stamp: false), default);

        var done = Assert.IsType<KeyOutcome.Done>(outcome);
        Assert.StartsWith("turned off, because flag new_path would take ", done.Note, StringComparison.Ordinal);
        var written = (await flags.ReadAsync(Dial, default)).Content;
        Assert.False(Assert.IsType<KeyDocument.Dial>(FlagContent.Read(written, Dial)).Enabled);
        if (foreign) Assert.Contains("telemetry", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raise_to_more_names_than_fit_is_not_written_and_is_told_as_drift()
    {
        await StartedAsync();
        await flags.WriteAsync(Dial, FlagContent.Apply(null, Dial, new KeyDocument.Dial(true, AudienceExposure.None)), new(Rollout, 3), "", default);
        var audience = AudienceExposure.None with { Allowed = [.. Enumerable.Range(0, 1000).Select(n => FormattableString.Invariant($"customer-number-{n}"))] };

        var outcome = await new KeyWriter(flags, store).WriteAsync(Rollout, new Effect.Write("7.1", Dial, new KeyDocument.Dial(true, audience), Rise: true, Stamp: false), default);

        Assert.Contains("name groups instead", Assert.IsType<KeyOutcome.Drifted>(outcome).Found, StringComparison.Ordinal);
        Assert.Equal("launch-1/3", (await flags.ReadAsync(Dial, default)).Tag is { } tag ? FormattableString.Invariant($"{tag.Rollout}/{tag.Seq}") : "");
    }

    private async Task<Drained> StartedAsync()
    {
        var reading = PlanReader.Read("plan: p\ntitle: P\nroles: { lead: { members: [ann] } }\nflags: { new_path: { dial: exposure, unit: user } }\ngo: [Ready]\nphases: [{ phase: P0, title: P, lasts: 1d.., exposure: { percent: 5 } }]\n");
        var document = Assert.IsType<PlanReading.Sound>(reading).Document;
        Assert.True(await store.CreateAsync(Rollout, document, new Input.Start("start", TimeProvider.System.GetUtcNow(), Actor.Of("ann"), Rollout, document.Name, document.Hash), default));
        using var drainer = new Drainer(store, new(), TimeProvider.System);
        return (await drainer.DrainAsync(Rollout, [], default))!;
    }
}

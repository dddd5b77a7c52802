using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests.Channels;

/// <summary>The embedded host with a mail server and a receiver of webhooks, over real connections.</summary>
internal sealed class ChannelHouse : IAsyncDisposable
{
    public const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string NextSecret = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    private const string Text = """
        plan: small
        title: Small launch
        channel: "#launch"
        channels:
          "#launch": mail
          status page: webhook
          everybody: [mail, webhook]
        observe: 500ms
        roles:
          lead: { members: [ada] }
          product: { members: [pat], group: product-people }
        flags:
          small: { dial: exposure, unit: user }
        ramp: { at-most: 10x }
        phases:
          - phase: P1
            title: One in ten
            lasts: 1s..
            exposure: { percent: 10 }
            enter: [{ item: Ready, owner: lead }]
            gate: [{ item: Looked at, owner: lead }]
            approve: { all: [lead, product] }
        way-back:
          - { notify: status page, say: "{launch} is taken back: {cause}" }
          - { notify: everybody, say: "Back to {target}" }
          - restore: exposure of target
        """;

    private readonly TemporaryFolder folder = new();
    private WebApplication app = null!;

    private ChannelHouse(WebhookReceiver web) => Web = web;

    public SmtpServer Mail { get; } = new();

    public WebhookReceiver Web { get; }

    public EmbeddedHost Host => app.Services.GetRequiredService<EmbeddedHost>();

    public static async Task<ChannelHouse> StartAsync(Func<ChannelHouse, ChannelSettings>? settings = null)
    {
        var house = new ChannelHouse(await WebhookReceiver.StartAsync());
        house.app = LocalWeb.Create(LocalOptions.In(house.folder.Path) with { Url = "http://127.0.0.1:0", Channels = settings?.Invoke(house) ?? house.Settings() });
        await house.app.StartAsync();
        return house;
    }

    public ChannelSettings Settings(bool startTls = false, string user = "", string host = "127.0.0.1", string? url = null) => new()
    {
        Pages = new("https://rollouts.example/"),
        Mail = new()
        {
            Host = host, Port = Mail.Port, StartTls = startTls, User = user, Password = user.Length > 0 ? "correct horse" : "", From = "Rollouts <rollouts@example.com>",
            Channels = { ["#launch"] = ["launch@example.com"], ["everybody"] = ["all@example.com", "board@example.com"] },
            People = { ["ada"] = "ada@example.com", ["product-people"] = "product@example.com", ["dora"] = "dora@example.com" },
        },
        Webhooks =
        {
            ["status page"] = new() { Url = url ?? new Uri(Web.Address, "/status?tenant=7").AbsoluteUri, Secrets = ["whsec_" + Secret, NextSecret] },
            ["everybody"] = new() { Url = url ?? new Uri(Web.Address, "/all").AbsoluteUri, Secrets = [Secret] },
        },
    };

    public async Task LaunchAsync()
    {
        var document = PlanReader.Read(Text) switch
        {
            PlanReading.Sound sound => sound.Document,
            PlanReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Errors)),
            _ => throw new InvalidOperationException("unknown reading"),
        };
        Assert.IsType<StartAnswer.Started>(await Host.Launches.StartAsync("small", document, Actor.Of("starter"), "start", CancellationToken.None));
    }

    /// <summary>A launch that asks for its first approval; returns the request.</summary>
    public async Task<ApprovalState> AskedAsync()
    {
        await LaunchAsync();
        await GiveAsync((id, at) => new Input.Mark(id, at, Actor.Of("ada"), "ready", true, null, ""));
        await UntilAsync(state => state.Main is { Phase: 0, Stage: TrackStage.Running });
        await GiveAsync((id, at) => new Input.Mark(id, at, Actor.Of("ada"), "looked-at", true, null, ""));
        return Open(await UntilAsync(state => Open(state) is not null))!;
    }

    public async Task TakeBackAsync(string why)
    {
        await LaunchAsync();
        await GiveAsync((id, at) => new Input.Mark(id, at, Actor.Of("ada"), "ready", true, null, ""));
        await UntilAsync(state => state.Main is { Phase: 0, Stage: TrackStage.Running });
        await GiveAsync((id, at) => new Input.RollBack(id, at, Actor.Of("ada"), null, null, why));
    }

    public async Task GiveAsync(Func<string, DateTimeOffset, Input> make)
    {
        var answer = await Host.Launches.OfferAsync("small", make(Guid.NewGuid().ToString("N"), TimeProvider.System.GetUtcNow()), TimeSpan.FromSeconds(20), CancellationToken.None);
        Assert.IsType<Outcome.Accepted>(answer.Outcome);
    }

    public async Task<RolloutState> UntilAsync(Func<RolloutState, bool> holds)
    {
        var state = RolloutState.New;
        await UntilAsync(async () => holds(state = (await Host.Drainer.ReadAsync("small", CancellationToken.None))!.State));
        return state;
    }

    public async Task<TakenMail> MailAsync(Func<TakenMail, bool> which)
    {
        TakenMail? found = null;
        await UntilAsync(() => Task.FromResult((found = Mail.Mails.FirstOrDefault(which)) is not null));
        return found!;
    }

    public async Task<TakenEvent> EventAsync(Func<TakenEvent, bool> which)
    {
        TakenEvent? found = null;
        await UntilAsync(() => Task.FromResult((found = Web.Events.FirstOrDefault(which)) is not null));
        return found!;
    }

    public async Task<ImmutableArray<RolloutEvent>> EventsAsync() =>
        [.. (await Host.Store.ReadAsync("small", 0, CancellationToken.None))!.Entries.SelectMany(entry => entry.Events)];

    public string Posts() => string.Concat(Directory.EnumerateFiles(folder.Path, "posts.jsonl", SearchOption.AllDirectories).Select(ReadShared));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Web.DisposeAsync();
        Mail.Dispose();
        folder.Dispose();
    }

    private static ApprovalState? Open(RolloutState state) => state.Gates.Values.FirstOrDefault(gate => gate.Approval is not null)?.Approval;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (!await holds())
        {
            if (late.IsCancellationRequested) throw new TimeoutException("it did not come to hold within three minutes");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;
using Rollouts.Local;
using Rollouts.SlackPreview;
using Xunit.Abstractions;

namespace Rollouts.Crash.Tests;

/// <summary>The embedded host is killed over and over while it posts to Slack, and while people mark, approve and take back there.</summary>
/// <remarks><c>CRASH_ROUNDS</c> is how often (10), <c>CRASH_SEED</c> repeats the choices of a run.</remarks>
public sealed class KilledWhileClickedTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Launches = 3;
    private const string Lead = "U0LEAD";
    private const string Product = "U0PRODUCT";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<string, string> acknowledged = new(StringComparer.Ordinal);
    private readonly Scratch scratch = new();
    private PreviewServer slack = null!;
    private string settings = "";

    private string Data => Path.Combine(scratch.Folder, "data");

    public async Task InitializeAsync()
    {
        var workspace = new Workspace(TimeProvider.System);
        for (var n = 0; n < Launches; n++) workspace.Channels[ChannelOf(n)] = NameOf(n);
        foreach (var (id, name) in new[] { (Lead, "lena"), (Product, "pat") }) workspace.Users[id] = new(id, name);
        slack = await PreviewServer.StartAsync(workspace, TimeProvider.System);
        settings = Path.Combine(scratch.Folder, "slack.json");
        await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(new
        {
            signingSecrets = new[] { workspace.SigningSecret }, team = workspace.Team, app = workspace.App, token = workspace.Token, api = slack.Api, replyHosts = new[] { slack.Address.Authority },
        }));
    }

    public async Task DisposeAsync()
    {
        await slack.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task Every_click_that_was_answered_has_one_outcome_and_nothing_is_posted_twice()
    {
        var rounds = Setting("CRASH_ROUNDS", 10);
        var seed = Setting("CRASH_SEED", Random.Shared.Next());
        output.WriteLine($"CRASH_SEED={seed} CRASH_ROUNDS={rounds}");
        var random = new Random(seed);
        using var over = new CancellationTokenSource();
        var people = Task.CompletedTask;
        for (var round = 0; round < rounds; round++)
        {
            using var host = HostProcess.Begin(Data, settings);
            var address = await host.AddressAsync();
            slack.Serve(address, TimeProvider.System);
            if (round == 0)
            {
                await StartAllAsync(address);
                people = Task.WhenAll(Enumerable.Range(0, Launches).Select(n => Task.Run(() => AttendAsync(n, over.Token), over.Token)));
            }

            await Task.Delay(random.Next(200, 4000));
            await host.KillAsync();
        }

        using var last = HostProcess.Begin(Data, settings);
        slack.Serve(await last.AddressAsync(), TimeProvider.System);
        await EventuallyAsync("every launch is taken back, and all of it is told", () => Task.FromResult(Enumerable.Range(0, Launches).All(IsTold)));
        await over.CancelAsync();
        await people;
        Assert.Equal(0, await last.StopAsync());
        for (var n = 0; n < Launches; n++) await AuditAsync(n);
        output.WriteLine($"{acknowledged.Count} clicks and forms were answered, {slack.Workspace.Messages.Count(message => message.OnlyFor is null)} messages posted");
    }

    private static string NameOf(int launch) => FormattableString.Invariant($"launch-{launch}");

    private static string ChannelOf(int launch) => FormattableString.Invariant($"C0LAUNCH{launch}");

    private static PlanReading.Sound PlanOf(int launch) => Assert.IsType<PlanReading.Sound>(PlanReader.Read($$"""
        plan: clicked
        title: A launch that is clicked
        channel: {{ChannelOf(launch)}}
        roles:
          lead: { members: [{{Lead}}] }
          product: { members: [{{Product}}] }
        flags:
          {{NameOf(launch)}}: { dial: exposure }
        ramp: { at-most: 10x }
        phases:
          - phase: P1
            title: A few
            lasts: 100ms..
            exposure: { percent: 10 }
            enter: [{ item: Ready, owner: lead }]
            gate: [{ item: Looked at, owner: lead }]
            approve: { all: [lead, product] }
          - phase: P2
            title: Many
            lasts: 1d..
            exposure: { percent: 100 }
        way-back:
          - { notify: {{ChannelOf(launch)}}, say: "Back to {target}: {cause}" }
          - restore: exposure of target
          - { task: Investigate, owner: lead, within: 1d }
        """));

    private static async Task StartAllAsync(Uri host)
    {
        using var sender = new Sender { Host = host };
        for (var n = 0; n < Launches; n++)
        {
            using var answer = await sender.PostAsync("/api/rollouts", "starter", "start-1", new() { ["rollout"] = NameOf(n), ["planText"] = PlanOf(n).Document.Text }, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Whatever the channel offers is clicked, by who may and by who may not, until the launch was taken back.</summary>
    private async Task AttendAsync(int launch, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !Says(launch, "Rolled back"))
        {
            await MarkAsync(launch, "Ready…");
            await MarkAsync(launch, "Looked at…");
            foreach (var user in (string[])[Lead, Product, Lead]) await ApproveAsync(launch, user);
            if (Says(launch, "P2: 100 %")) await RollBackAsync(launch);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private async Task MarkAsync(int launch, string label)
    {
        if (Find(launch, label) is not { } checklist || await AnsweredAsync(people => people.ClickAsync(checklist, label, Lead)) is null) return;
        if (await FormAsync(launch, Lead) is { } form) await SubmitAsync(launch, form, "done");
    }

    private async Task ApproveAsync(int launch, string user)
    {
        if (Find(launch, "Approve") is not { } prompt) return;
        var at = slack.People!.Moment();
        if (await AnsweredAsync(people => people.ClickAsync(prompt, "Approve", user, at)) is not null) acknowledged[$"slack:{slack.Workspace.Team}:{user}:{at}"] = NameOf(launch);
    }

    private async Task RollBackAsync(int launch)
    {
        if (await AnsweredAsync(people => people.TypeAsync(ChannelOf(launch), $"rollback {NameOf(launch)}", Product)) is null || await FormAsync(launch, Product) is not { } form) return;
        await SubmitAsync(launch, form, "it looks odd");
    }

    /// <summary>Sent again until it is answered: one form counts once.</summary>
    private async Task SubmitAsync(int launch, PreviewView form, string reason)
    {
        await EventuallyAsync("a form is answered", async () => await AnsweredAsync(people =>
            people.SubmitAsync(form, new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = reason })) is { } said && !said.Contains("send it again", StringComparison.Ordinal));
        acknowledged[$"slack:{slack.Workspace.Team}:{form.User}:{form.Id}"] = NameOf(launch);
    }

    /// <summary>The form that a click opened; null when it did not come: the host was killed before.</summary>
    private async Task<PreviewView?> FormAsync(int launch, string user)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            if (slack.Workspace.Views.FirstOrDefault(view => view.User == user && view.View["submit"] is not null && view.View.ToJsonString().Contains($"({NameOf(launch)})", StringComparison.Ordinal)) is { } form) return form;
            await Task.Delay(50);
        }

        return null;
    }

    /// <summary>Null when it was not answered with 200: the host was killed, or was not there.</summary>
    private async Task<string?> AnsweredAsync(Func<Clicks, Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send(slack.People!);
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private PreviewMessage? Find(int launch, string label) => slack.Workspace.Messages.LastOrDefault(message =>
        message.Channel == ChannelOf(launch) && message.OnlyFor is null && message.Blocks.ToJsonString().Contains($"\"text\":\"{JsonEncodedText.Encode(label)}\"", StringComparison.Ordinal));

    private bool Says(int launch, string headline) => slack.Workspace.Messages.Any(message => message.Channel == ChannelOf(launch) && Headline(message).StartsWith(headline, StringComparison.Ordinal));

    /// <summary>The way back is through, and its message says so.</summary>
    private bool IsTold(int launch) => slack.Workspace.Messages.Any(message =>
        message.Channel == ChannelOf(launch) && Headline(message).StartsWith("Rolled back", StringComparison.Ordinal) && !message.Blocks.ToJsonString().Contains("hourglass", StringComparison.Ordinal))
        && Find(launch, "Approve") is null;

    private static string Headline(PreviewMessage message) =>
        message.Blocks.OfType<JsonObject>().Where(block => (string?)block["type"] == "header").Select(block => (string?)block["text"]?["text"]).FirstOrDefault() ?? "";

    private async Task AuditAsync(int launch)
    {
        using var files = new JournalFiles(Data, TimeProvider.System);
        Assert.Null((await files.VerifyAsync(NameOf(launch), CancellationToken.None))!.Fault);
        var journal = (await files.ReadAsync(NameOf(launch), 0, CancellationToken.None))!;
        Assert.Empty(journal.Inbox);
        var decided = journal.Entries.Where(entry => entry.Input.IsFromOutside).Select(entry => entry.Input.Id).ToList();
        Assert.Equal(decided.Distinct(StringComparer.Ordinal), decided);
        Assert.All(acknowledged.Where(told => told.Value == NameOf(launch)), told => Assert.Contains(told.Key, decided));

        var events = journal.Entries.SelectMany(entry => entry.Events).ToList();
        Assert.Equal(["lead", "product"], events.OfType<RolloutEvent.ApprovalGiven>().Select(yes => yes.Role).Order(StringComparer.Ordinal));
        var planned = events.OfType<RolloutEvent.EffectPlanned>().Select(plan => plan.Effect).OfType<Effect.Post>().Select(post => $"{NameOf(launch)}/{post.Id}").ToHashSet(StringComparer.Ordinal);
        var posted = slack.Workspace.Messages.Where(message => message.Channel == ChannelOf(launch) && message.OnlyFor is null).Select(message => (string?)message.Metadata?["event_payload"]?["effect"] ?? "").ToList();
        Assert.Equal(posted.Distinct(StringComparer.Ordinal), posted);
        Assert.All(posted, marker => Assert.Contains(marker, planned));
    }

    private static async Task EventuallyAsync(string what, Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"not within {Patience.TotalMinutes} minutes: {what}");
            await Task.Delay(100);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

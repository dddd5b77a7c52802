using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rollouts.Engine.Tests.Messages;

/// <summary>Every kind of message in every rendering, against files that people have read. UPDATE_GOLDEN=1 writes them anew.</summary>
public class MessageGoldens
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Func<Message>> Kinds = new(StringComparer.Ordinal)
    {
        ["start"] = () => new CheckoutLaunch().Message("start"),
        ["checklist-open"] = () => new CheckoutLaunch().Message("checklist"),
        ["checklist-done"] = () => new CheckoutLaunch().Marked().Then(launch => launch.Virtual.RunFor(TimeSpan.FromMinutes(5))).Message("checklist"),
        ["phase-start"] = () => new CheckoutLaunch().Marked().Message("phase"),
        ["step"] = () => new CheckoutLaunch().InEverybody().Message("step"),
        ["approval-asked"] = () => new CheckoutLaunch().Asked().Message("approval"),
        ["approval-half"] = () => new CheckoutLaunch().Asked().Then(launch => launch.Accepted((id, at) => new Input.Approve(id, at, CheckoutLaunch.Lead, null, "numbers are fine"))).Message("approval"),
        ["approval-escalated"] = () => new CheckoutLaunch().Asked().Then(launch => launch.Virtual.RunFor(TimeSpan.FromHours(25))).Message("approval"),
        ["approval-longer"] = () => new CheckoutLaunch().Asked().Then(launch => launch.Accepted((id, at) => new Input.MoreTime(id, at, CheckoutLaunch.Lead, null, "the load test runs until tonight"))).Message("approval"),
        ["approval-delegated"] = () => new CheckoutLaunch().Asked().Then(Away).Then(launch => launch.Accepted((id, at) => new Input.Approve(id, at, Actor.Of("U0DEPUTY"), null, "fine"))).Message("approval"),
        ["delegation"] = () => new CheckoutLaunch().Asked().Then(Away).Message("delegation"),
        ["alert"] = () => new CheckoutLaunch().Marked().Then(Fire).Message("alert"),
        ["alert-overdue"] = () => new CheckoutLaunch().Marked().Then(Fire).Then(launch => launch.Virtual.RunFor(TimeSpan.FromMinutes(20))).Message("alert"),
        ["alert-acknowledged"] = () => new CheckoutLaunch().Marked().Then(Fire).Then(launch => launch.Accepted((id, at) => new Input.Acknowledge(id, at, CheckoutLaunch.Lead, "CheckoutSlow", "looking at the pool"))).Message("alert"),
        ["approval-approved"] = () => new CheckoutLaunch().InEverybody().Message("approval"),
        ["approval-rejected"] = () => new CheckoutLaunch().Asked().Then(Reject).Message("approval"),
        ["approval-void"] = () => new CheckoutLaunch().Asked().Then(Worsen).Message("approval"),
        ["mitigation"] = () => new CheckoutLaunch().MissingLatency().Message("mitigation"),
        ["mitigation-accepted"] = () => new CheckoutLaunch().MissingLatency()
            .Then(launch => launch.Accepted((id, at) => new Input.Mitigate(id, at, CheckoutLaunch.Lead, null, "slow_rate over 1d < 5%", "the cache is warming"))).Message("mitigation"),
        ["gate-passed"] = () => new CheckoutLaunch().InEverybody().Message("gate"),
        ["review"] = () => new CheckoutLaunch().InEverybody().Then(launch => launch.Virtual.RunFor(TimeSpan.FromDays(8))).Message("review"),
        ["paused"] = () => new CheckoutLaunch().Marked().Then(Pause).Message("hold"),
        ["resumed"] = () => new CheckoutLaunch().Marked().Then(Pause).Then(Resume).Message("hold"),
        ["way-back-under-way"] = () => new CheckoutLaunch().InEverybody().Then(HalfBack).Message("way-back"),
        ["way-back-done"] = () => new CheckoutLaunch().TakenBack().Message("way-back"),
        ["incident"] = () => new CheckoutLaunch().TakenBack().Message("incident"),
        ["incident-resolved"] = () => new CheckoutLaunch().TakenBack().Then(ResolveAll).Message("incident"),
        ["task"] = () => new CheckoutLaunch().TakenBack().Message("task"),
        ["task-overdue"] = () => new CheckoutLaunch().TakenBack().Then(launch => launch.Virtual.RunFor(TimeSpan.FromHours(30))).Message("task"),
        ["notice"] = () => new CheckoutLaunch().TakenBack().Message("notice"),
        ["refusal"] = () => Composer.Refusal(new CheckoutLaunch().Scene, "Approve P1#1", "the request is not open: it was decided, or what it rested on has changed"),
        ["escalation-reply"] = () => new CheckoutLaunch().Asked().Then(launch => launch.Virtual.RunFor(TimeSpan.FromHours(25))) is var launch
            ? Composer.Reply(launch.Scene, launch.Last("approval"))
            : throw new InvalidOperationException("unreachable"),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_reads_as_it_was_agreed(string name)
    {
        var message = Kinds[name]();
        var slack = new SlackRenderer(SlackText.Plain, new DecisionSeal([new byte[32]])).Of(message, "C0LAUNCH");
        var mail = PlainRenderer.Mail(message);
        var shown = string.Join("\n\n", "=== slack", slack.Text, slack.Blocks.ToJsonString(Indented), "=== terminal", PlainRenderer.Terminal(message), "=== markdown", MarkdownRenderer.Of(message), "=== mail", mail.Subject, mail.Body);
        var file = RepositoryFiles.Path("tests", "Rollouts.Engine.Tests", "Messages", "golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, shown);
        Assert.Equal(File.ReadAllText(file), shown);
        Assert.Empty(BlockKitRules.Faults(slack));
    }

    [Fact]
    public void Every_topic_the_core_posts_has_a_golden_message()
    {
        var posted = new CheckoutLaunch().TakenBack().Then(ResolveAll).Posts.Select(post => post.Topic).Distinct();
        string[] covered = ["start", "checklist", "phase", "step", "approval", "mitigation", "gate", "review", "hold", "way-back", "incident", "task", "notice", "alert", "delegation"];
        Assert.All(posted, topic => Assert.Contains(topic, covered));
    }

    private static void Away(CheckoutLaunch launch) => launch.Accepted((id, at) => new Input.Delegate(id, at, CheckoutLaunch.Lead, "U0DEPUTY", TimeSpan.FromDays(5), "on a plane"));

    private static void Fire(CheckoutLaunch launch) => launch.Accepted((id, at) => new Input.Alert(id, at, Actor.Of("monitoring"), "alertmanager", "CheckoutSlow", "e1", true, "warning", at, null));

    private static void Reject(CheckoutLaunch launch) => launch.Accepted((id, at) => new Input.Reject(id, at, CheckoutLaunch.Product, null, "support needs a week"));

    private static void Worsen(CheckoutLaunch launch)
    {
        launch.World["error_rate"] = 0.03;
        launch.Virtual.RunFor(TimeSpan.FromMinutes(10));
    }

    private static void Pause(CheckoutLaunch launch) => launch.Accepted((id, at) => new Input.Pause(id, at, CheckoutLaunch.Lead, "the error budget is spent"));

    private static void Resume(CheckoutLaunch launch)
    {
        launch.Accepted((id, at) => new Input.Resume(id, at, CheckoutLaunch.Lead, "fixed"));
        launch.Virtual.RunFor(TimeSpan.FromMinutes(10));
    }

    private static void HalfBack(CheckoutLaunch launch)
    {
        launch.Virtual.Fate = effect => effect is Effect.Capture ? new Simulation.EffectFate.Hangs() : Simulation.EffectFate.Works;
        launch.Accepted((id, at) => new Input.RollBack(id, at, CheckoutLaunch.Lead, null, null, "uploads are lost"));
    }

    private static void ResolveAll(CheckoutLaunch launch)
    {
        foreach (var incident in launch.State.Incidents.Keys) launch.Accepted((id, at) => new Input.ResolveIncident(id, at, CheckoutLaunch.Lead, incident, "fixed"));
    }
}

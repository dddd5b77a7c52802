using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <param name="Message">For the person alone; null when only a modal opens.</param>
public sealed record CommandAnswer(Message? Message, JsonObject? Modal);

/// <summary><c>/rollout</c>: the launch in words, and what is urgent. A launch need not be named while only one is under way.</summary>
public sealed class SlackCommands(SlackDoor door, SlackModals modals, Launches launches, LaunchScenes scenes, TimeProvider time)
{
    private static readonly string[] Verbs = ["status", "why", "board", "triage", "pause", "resume", "rollback", "incident", "acknowledge", "delegate"];

    public async Task<CommandAnswer> AnswerAsync(SlackRequest.Command command, TimeSpan budget, CancellationToken cancellation)
    {
        var words = command.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || !Verbs.Contains(words[0], StringComparer.Ordinal)) return new(Help(), null);
        var (scene, rest, unclear) = await LaunchAsync(words, cancellation);
        if (scene is null) return Said("Which launch?", Sentence.Of(unclear));
        var (id, at, by, said) = ($"slack:{command.Team}:{command.User}:{command.Trigger}", time.GetUtcNow(), door.ActorOf(command.User), string.Join(' ', rest));
        return words[0] switch
        {
            "status" => new(StatusMessage.Of(scene), null),
            "why" => new(WhyMessage.Of(scene), null),
            "board" => new(await scenes.BoardAsync(scene, cancellation), null),
            "triage" when rest.Length == 0 => new(TriageMessage.Of(scene), null),
            "triage" => await OfferAsync(scene, new Input.Triage(id, at, by, said, ""), budget, cancellation),
            "pause" when said.Length == 0 => new(null, modals.Of(scene, new(DecisionKind.Pause, scene.Rollout, ""), command.User)),
            "pause" => await OfferAsync(scene, new Input.Pause(id, at, by, said), budget, cancellation),
            "resume" => await OfferAsync(scene, new Input.Resume(id, at, by, said), budget, cancellation),
            "rollback" => new(null, modals.Of(scene, new(DecisionKind.RollBack, scene.Rollout, ""), command.User)),
            "acknowledge" when said.Length == 0 => Said("Acknowledge", Sentence.Of("Name the alert: ", new Inline.Code("/rollout acknowledge LAUNCH SlowUploads"))),
            "acknowledge" => await OfferAsync(scene, new Input.Acknowledge(id, at, by, said, ""), budget, cancellation),
            "delegate" when rest is ["end"] => await OfferAsync(scene, new Input.EndDelegation(id, at, by, null), budget, cancellation),
            "delegate" when rest.Length >= 2 && door.PersonOf(rest[0]) is { } to && Span.TryParse(rest[1], out var length) =>
                await OfferAsync(scene, new Input.Delegate(id, at, by, to, length, string.Join(' ', rest[2..])), budget, cancellation),
            "delegate" => Said("Delegate", Sentence.Of("Say who answers for you, and for how long: ", new Inline.Code("/rollout delegate LAUNCH @person 5d"), "; and ", new Inline.Code("/rollout delegate LAUNCH end"), " when you are back")),
            "incident" when rest.Length < 2 => Said("Incident", Sentence.Of("Say how severe it is and what happened: ", new Inline.Code("/rollout incident LAUNCH P1 uploads are lost"))),
            "incident" => await OfferAsync(scene, new Input.DeclareIncident(id, at, by, rest[0], string.Join(' ', rest[1..])), budget, cancellation),
            _ => new(Help(), null),
        };
    }

    private async Task<CommandAnswer> OfferAsync(Scene scene, Input input, TimeSpan budget, CancellationToken cancellation)
    {
        var asked = $"{input.GetType().Name} {scene.Rollout}";
        return await launches.OfferAsync(scene.Rollout, input, budget, cancellation) switch
        {
            { Offered: Offered.NoSuchRollout } => new(Composer.Refusal(null, asked, "there is no such launch here"), null),
            { Offered: Offered.Known } => Said("Counted before", Sentence.Of($"{asked}: this very command was counted before")),
            { Outcome: Outcome.Refused refused } => new(Composer.Refusal(scene, asked, door.Explain(refused.Reason)), null),
            { Outcome: Outcome.Accepted } => Said("Done", Sentence.Of($"{asked}: accepted")),
            _ => Said("Stored", Sentence.Of($"{asked}: stored, and decided in a moment")),
        };
    }

    private async Task<(Scene? Scene, string[] Others, string Unclear)> LaunchAsync(string[] words, CancellationToken cancellation)
    {
        if (words.Length > 1 && await scenes.OfAsync(words[1], cancellation) is { } named) return (named, words[2..], "");
        var open = await scenes.OpenAsync(cancellation);
        return open.Length == 1 && await scenes.OfAsync(open[0], cancellation) is { } only
            ? (only, words[1..], "")
            : (null, [], open.Length == 0 ? "No launch is under way." : $"Name one of {string.Join(", ", open)}.");
    }

    private static CommandAnswer Said(string headline, Sentence words) => new(new("", headline, words, [new MessagePart.Paragraph(words)], Sentence.Of()), null);

    private static Message Help()
    {
        (string Usage, string Does)[] usages =
        [
            ("status [LAUNCH]", "where it stands, and what it waits for, from whom, until when"),
            ("why [LAUNCH]", "every criterion with its value, sample and rule"),
            ("board [LAUNCH]", "the reviews so far"),
            ("triage [LAUNCH] [FINDING]", "what the plan proposes to do about what you found"),
            ("pause [LAUNCH] REASON", "nothing rises any more"),
            ("resume [LAUNCH] [REASON]", "asks to go on"),
            ("rollback [LAUNCH]", "shows what a way back does, and does it"),
            ("incident [LAUNCH] SEVERITY TITLE", "declares an incident"),
            ("acknowledge [LAUNCH] ALERT", "says that you look at an alert"),
            ("delegate [LAUNCH] @person 5d", "names who answers for you while you are away; end ends it"),
        ];
        var lines = usages.Select(usage => new MarkedLine(Tick.NotDue, Sentence.Of(new Inline.Code("/rollout " + usage.Usage), " " + usage.Does)));
        var summary = Sentence.Of("/rollout " + string.Join(", ", Verbs));
        return new("", "/rollout", summary, [new MessagePart.Lines("", [.. lines])], Sentence.Of());
    }
}

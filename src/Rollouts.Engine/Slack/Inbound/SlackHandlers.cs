using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>What people decide in Slack: proven, read, stored, and answered; told about afterwards.</summary>
/// <remarks>
/// A request that is not Slack's is refused (401), one that cannot be read too (400). Everything else is answered with 200, as Slack wants it,
/// and whoever may not, comes late or comes twice is told so privately. Calls to Slack are made after the answer was sent.
/// </remarks>
public sealed class SlackHandlers(
    SlackSignature signature, SlackDoor door, DecisionSeal seal, SlackModals modals, SlackRenderer renderer, SlackCommands commands, SlackReplies replies,
    ISlackApi api, Launches launches, LaunchScenes scenes, TimeProvider time, ILogger<SlackHandlers> log)
{
    /// <summary>Within Slack's three seconds, and within a click's budget for a way back.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int Limit = 1024 * 1024;

    public async Task<IResult> InteractionAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (body, problem) = await ProvenAsync(request, cancellation);
        if (problem is not null) return problem;
        return SlackRequest.OfInteraction(body!) switch
        {
            null => HttpProblems.BadRequest("this is no interaction of Slack"),
            SlackRequest.Click click => await ClickAsync(request, click, cancellation),
            SlackRequest.Submission submission => await SubmissionAsync(submission, cancellation),
            _ => Results.Ok(),
        };
    }

    public async Task<IResult> CommandAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (body, problem) = await ProvenAsync(request, cancellation);
        if (problem is not null) return problem;
        if (SlackRequest.OfCommand(body!) is not SlackRequest.Command command) return HttpProblems.BadRequest("this is no command of Slack");
        if (door.Closed(command) is { } reason) return Private(Composer.Refusal(null, "/rollout", reason), command.Channel);
        try
        {
            var answer = await commands.AnswerAsync(command, Budget, cancellation);
            if (answer.Modal is { } view) Afterwards(request, stop => OpenAsync(command, view, stop));
            return answer.Message is { } message ? Private(message, command.Channel) : Results.Ok();
        }
        catch (StoreException trouble)
        {
            return Private(Composer.Refusal(null, command.Text, $"not now: {trouble.Message}"), command.Channel);
        }
    }

    private async Task<IResult> ClickAsync(HttpRequest request, SlackRequest.Click click, CancellationToken cancellation)
    {
        if (door.Closed(click) is { } closed) return Tell(request, click, Composer.Refusal(null, "Your click", closed));
        if (seal.Open(click.Value) is not { } opened) return Tell(request, click, Composer.Refusal(null, "Your click", "this button is not one of ours"));
        if (opened.Place != click.Channel) return Tell(request, click, Composer.Refusal(null, "Your click", "this button was made for another channel"));
        var decision = opened.Decision;
        if (decision.Kind is DecisionKind.Approve or DecisionKind.Acknowledge) return await CountAsync(request, click, decision, cancellation);
        Afterwards(request, stop => ShowAsync(click, decision, stop));
        return Results.Ok();
    }

    /// <summary>One click counts: it is stored before it is answered, and the answer waits for nothing else.</summary>
    private async Task<IResult> CountAsync(HttpRequest request, SlackRequest.Click click, Decision decision, CancellationToken cancellation)
    {
        var input = SlackInputs.Of(decision, $"slack:{click.Team}:{click.User}:{click.At}", time.GetUtcNow(), door.ActorOf(click.User), Sorted.Empty<string>())!;
        try
        {
            switch (await launches.TakeAsync(decision.Rollout, input, cancellation))
            {
                case Offered.NoSuchRollout:
                    return Tell(request, click, Composer.Refusal(null, Asked(decision), "there is no such launch here"));
                case Offered.Known:
                    return Tell(request, click, Composer.Refusal(null, Asked(decision), "this very click was counted before"));
                default:
                    Afterwards(request, stop => FollowAsync(click, decision, input, stop));
                    return Results.Ok();
            }
        }
        catch (StoreException trouble)
        {
            return Tell(request, click, Composer.Refusal(null, Asked(decision), $"not now, click again: {trouble.Message}"));
        }
    }

    private async Task<IResult> SubmissionAsync(SlackRequest.Submission submission, CancellationToken cancellation)
    {
        if (door.Closed(submission) is { } closed) return Update("Not counted", Sentence.Of(closed));
        if (seal.Open(submission.Metadata) is not { } opened) return Update("Not counted", Sentence.Of("this form is not one of ours"));
        if (opened.Place != submission.User) return Update("Not counted", Sentence.Of("this form was opened for somebody else"));
        var input = SlackInputs.Of(opened.Decision, $"slack:{submission.Team}:{submission.User}:{submission.View}", time.GetUtcNow(), door.ActorOf(submission.User), submission.Fields);
        if (input is null) return Update("Not counted", Sentence.Of("this form decides nothing"));
        if (Wrong(opened.Decision.Kind, submission) is var (field, wrong))
            return Results.Json(new { response_action = "errors", errors = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = wrong } });
        try
        {
            return await launches.OfferAsync(opened.Decision.Rollout, input, Budget, cancellation) switch
            {
                { Offered: Offered.NoSuchRollout } => Update("Not counted", Sentence.Of("there is no such launch here")),
                { Offered: Offered.Known } => Update("Counted before", Sentence.Of("this form was counted before")),
                { Outcome: Outcome.Refused refused } => Update("Not counted", Sentence.Of(door.Explain(refused.Reason))),
                { Outcome: not null, Fenced: var fenced } when input.TakesBack => Update("Rolling back", Sentence.Of(fenced ? "Fenced: nothing older can rise any more." : "Rolling back: the flags are being stamped.")),
                _ => Results.Ok(),
            };
        }
        catch (StoreException trouble)
        {
            return Update("Not now", Sentence.Of($"It could not be stored, send it again: {trouble.Message}"));
        }
    }

    private async Task<(byte[]? Body, IResult? Problem)> ProvenAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (await RequestBody.BytesAsync(request, Limit, cancellation) is not { } body) return (null, HttpProblems.TooLarge(Limit));
        if (signature.Fault(request, body) is { } fault)
        {
            log.SlackRefused(fault);
            return (null, HttpProblems.Unauthorized(fault));
        }

        await door.CatchUpAsync(cancellation);
        return (body, null);
    }

    /// <summary>A decision that needs words opens its modal; a question is answered.</summary>
    private async Task ShowAsync(SlackRequest.Click click, Decision decision, CancellationToken cancellation)
    {
        if (await scenes.OfAsync(decision.Rollout, cancellation) is not { } scene)
            await TellAsync(click, Composer.Refusal(null, Asked(decision), "there is no such launch here"), cancellation);
        else if (modals.Of(scene, decision, click.User) is { } view)
            await OpenAsync(click, view, cancellation);
        else
            await TellAsync(click, WhyMessage.Of(scene), cancellation);
    }

    private async Task OpenAsync(SlackRequest request, JsonObject view, CancellationToken cancellation)
    {
        try
        {
            await api.OpenViewAsync(request.Trigger, view, cancellation);
        }
        catch (SlackException problem)
        {
            log.SlackCallFailed(problem.Message);
            await replies.TellAsync(request.ReplyTo, renderer.Of(Composer.Refusal(null, "Your click", "Slack did not open the form in time: click again"), ""), request.Trigger, cancellation);
        }
    }

    /// <summary>Who was refused is told why; who was accepted sees it in the message.</summary>
    private async Task FollowAsync(SlackRequest.Click click, Decision decision, Input input, CancellationToken cancellation)
    {
        var answer = await launches.FollowAsync(decision.Rollout, input, Patience, cancellation);
        if (answer.Outcome is Outcome.Refused refused)
            await TellAsync(click, Composer.Refusal(await scenes.OfAsync(decision.Rollout, cancellation), Asked(decision), door.Explain(refused.Reason)), cancellation);
    }

    private async Task TellAsync(SlackRequest.Click click, Message message, CancellationToken cancellation) =>
        await replies.TellAsync(click.ReplyTo, renderer.Of(message, click.Channel), $"{click.User}:{click.At}", cancellation);

    private IResult Tell(HttpRequest request, SlackRequest.Click click, Message message)
    {
        Afterwards(request, stop => TellAsync(click, message, stop));
        return Results.Ok();
    }

    /// <summary>After the answer was sent: Slack waits three seconds, and these calls may take longer.</summary>
    private void Afterwards(HttpRequest request, Func<CancellationToken, Task> act) => request.HttpContext.Response.OnCompleted(async () =>
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await act(patience.Token);
        }
        catch (Exception problem)
        {
            log.SlackCallFailed(problem.Message);
        }
    });

    private IResult Private(Message message, string channel) => Results.Text(SlackReplies.Private(renderer.Of(message, channel)).ToJsonString(), "application/json");

    private IResult Update(string title, Sentence words) =>
        Results.Text(new JsonObject { ["response_action"] = "update", ["view"] = modals.Telling(title, words) }.ToJsonString(), "application/json");

    /// <summary>The field that cannot be taken, and why: Slack shows it there, and the form stays open.</summary>
    private static (string Field, string Wrong)? Wrong(DecisionKind kind, SlackRequest.Submission submission)
    {
        if (submission.Fields.FirstOrDefault(field => field.Value.Length > SlackLimits.Input).Key is { } tooLong) return (tooLong, "This is too long.");
        var reason = submission.Fields.GetValueOrDefault(SlackModals.Reason, "");
        return kind is DecisionKind.Reject or DecisionKind.MoreTime or DecisionKind.Mitigate or DecisionKind.Pause or DecisionKind.RollBack or DecisionKind.ResolveIncident && string.IsNullOrWhiteSpace(reason)
            ? (SlackModals.Reason, "This is needed.") : null;
    }

    private static string Asked(Decision decision) => $"{decision.Kind} {decision.About}".TrimEnd();
}

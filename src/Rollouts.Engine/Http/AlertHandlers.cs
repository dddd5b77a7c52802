using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Alerts by webhook: each is stored before anything is answered, and a way back that it begins has its flags down by then, or is driven on.</summary>
/// <remarks>
/// Checks come in this order: size, proof of the sender on the bytes as they came, JSON, schema; then every alert is offered under its delivery key.
/// Answers are those the senders need: 400, 401 and 413 where sending again cannot help; 503, which all of them send again, where it can, whatever
/// went wrong here; 202 for everything that was read, also where it concerns no launch.
/// </remarks>
public sealed class AlertHandlers(
    Launches launches, Listeners listeners, AlertSettings settings, ImmutableArray<IAlertProof> proofs, TimeProvider time, ILogger<AlertHandlers> log)
{
    /// <summary>For all alerts of a delivery together: the most impatient sender gives up after 5 s.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    public async Task<IResult> AlertAsync(string source, HttpRequest request, CancellationToken cancellation)
    {
        if (AlertReader.LimitOf(source) is not { } limit) return HttpProblems.NotFound($"alerts are read from {string.Join(", ", AlertReader.Sources)}");
        try
        {
            if (await RequestBody.BytesAsync(request, limit, cancellation) is not { } body)
                return Refused(source, HttpProblems.TooLarge(limit), $"it has more than {limit} bytes");
            foreach (var proof in proofs.Where(proof => proof.Source == source))
                if (await proof.FaultAsync(request, body, cancellation) is { } fault) return Refused(source, HttpProblems.Unauthorized(fault), fault);
            return await TakeAsync(source, AlertReader.Read(source, body, settings, time.GetUtcNow()));
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            log.DeliveryNotTaken(problem, source);
            return HttpProblems.Unavailable(problem is StoreException ? problem.Message : "something went wrong here; it is in the log");
        }
    }

    private async Task<IResult> TakeAsync(string source, AlertReading reading)
    {
        switch (reading)
        {
            case AlertReading.Faulty faulty:
                return Refused(source, HttpProblems.BadRequest(faulty.Why), faulty.Why);
            case AlertReading.Ping:
                return Results.Ok();
            case AlertReading.Sound sound:
                if (sound.Unread.Length > 0 || sound.CutOff > 0) log.DeliveryInPart(source, sound.Unread.Length, sound.CutOff);
                return Results.Json(
                    new { alerts = await OfferAsync(sound.Alerts), unread = sound.Unread, ignored = sound.Ignored, cutOff = sound.CutOff },
                    EntryChain.Json, statusCode: StatusCodes.Status202Accepted);
            default:
                throw new InvalidOperationException("unknown reading");
        }
    }

    /// <summary>Alerts of one launch go one after the other, those of several launches at the same time.</summary>
    private async Task<IEnumerable<AlertAnswer>> OfferAsync(ImmutableArray<RoutedAlert> alerts)
    {
        var began = time.GetTimestamp();
        var listening = await ListeningAsync(alerts);
        var routes = alerts.Select(alert => (Alert: alert, Rollouts: alert.Rollout is { Length: > 0 } named ? [named] : listening[alert.Alert.Rule])).ToList();
        var nobody = routes.Where(route => route.Rollouts.IsEmpty)
            .Select(route => new AlertAnswer(null, route.Alert.Alert.Id, "ignored: it names no rollout, and no launch under way knows its rule"));
        var offered = await Task.WhenAll(routes
            .SelectMany(route => route.Rollouts.Select(rollout => (Rollout: rollout, route.Alert)))
            .GroupBy(each => each.Rollout, each => each.Alert, StringComparer.Ordinal)
            .Select(each => OfferAsync(each.Key, each, began)));
        return [.. offered.SelectMany(answers => answers), .. nobody];
    }

    private async Task<List<AlertAnswer>> OfferAsync(string rollout, IEnumerable<RoutedAlert> alerts, long began)
    {
        var answers = new List<AlertAnswer>();
        foreach (var routed in alerts)
        {
            var answer = await OfferAsync(rollout, routed.Alert, began);
            answers.Add(new(rollout, routed.Alert.Id, Words(rollout, answer)));
            // The beginning came after the end: it counts as something that happened, and what it left behind is over.
            if (routed.Alert.Firing && routed.EndId is { } end && answer.State?.Decided.Contains(end) == true) await OfferAsync(rollout, routed.EndAgain, began);
        }

        return answers;
    }

    /// <summary>A sender that hangs up does not stop a way back that its alert began.</summary>
    private Task<Answer> OfferAsync(string rollout, Input.Alert alert, long began)
    {
        var left = Budget - time.GetElapsedTime(began);
        return launches.OfferAsync(rollout, alert, left > TimeSpan.Zero ? left : TimeSpan.Zero, CancellationToken.None);
    }

    /// <summary>Who is concerned by the alerts that name nobody, each rule looked up once.</summary>
    private async Task<Dictionary<string, ImmutableArray<string>>> ListeningAsync(ImmutableArray<RoutedAlert> alerts)
    {
        var rules = alerts.Where(alert => string.IsNullOrEmpty(alert.Rollout)).Select(alert => alert.Alert.Rule).Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(rules.Select(async rule => (Rule: rule, Rollouts: await listeners.OfAsync(rule, CancellationToken.None))));
        return found.ToDictionary(each => each.Rule, each => each.Rollouts, StringComparer.Ordinal);
    }

    private IResult Refused(string source, IResult answer, string why)
    {
        log.DeliveryRefused(source, why);
        return answer;
    }

    private static string Words(string rollout, Answer answer) => answer switch
    {
        { Offered: Offered.NoSuchRollout } => $"ignored: there is no rollout {rollout}",
        { Offered: Offered.Known } => "known",
        { Outcome: Outcome.Refused refused } => "refused: " + refused.Reason,
        { Outcome: null } => "stored",
        { State.Returning.IsEmpty: false, Fenced: true } => "fenced",
        { State.Returning.IsEmpty: false } => "rolling back",
        _ => "accepted",
    };

    private sealed record AlertAnswer(string? Rollout, string Id, string Outcome);
}

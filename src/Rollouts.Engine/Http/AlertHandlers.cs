using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Alerts by webhook: each is stored before anything is answered, and a way back that it begins has its flags down by then, or is driven on.</summary>
/// <remarks>
/// Who sends it was checked before. Answers are those the senders need: 400 and 413 where sending again cannot help, 503 where it can;
/// 202 for everything that was read, also where it concerns no launch.
/// </remarks>
public sealed class AlertHandlers(Launches launches, TimeProvider time)
{
    /// <summary>For all alerts of a delivery together: the most impatient sender gives up after 5 s.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    public async Task<IResult> AlertAsync(string source, HttpRequest request, CancellationToken cancellation)
    {
        if (await RequestBody.BytesAsync(request, AlertReader.Limit, cancellation) is not { } body) return HttpProblems.TooLarge(AlertReader.Limit);
        switch (AlertReader.Read(source, body, time.GetUtcNow()))
        {
            case AlertReading.UnknownSource:
                return HttpProblems.NotFound($"alerts are read from {string.Join(", ", AlertReader.Names)}");
            case AlertReading.Faulty faulty:
                return HttpProblems.BadRequest(faulty.Why);
            case AlertReading.Sound sound:
                return await OfferAsync(sound);
            default:
                throw new InvalidOperationException("unknown reading");
        }
    }

    /// <summary>A sender that hangs up does not stop a way back that its alert began.</summary>
    private async Task<IResult> OfferAsync(AlertReading.Sound delivery)
    {
        var began = time.GetTimestamp();
        var answers = new List<object>();
        try
        {
            foreach (var (rollout, alert) in delivery.Alerts)
            {
                var left = Budget - time.GetElapsedTime(began);
                var outcome = rollout is null
                    ? "ignored: it names no rollout"
                    : Words(rollout, await launches.OfferAsync(rollout, alert, left > TimeSpan.Zero ? left : TimeSpan.Zero, CancellationToken.None));
                answers.Add(new { rollout, id = alert.Id, outcome });
            }
        }
        catch (StoreException problem)
        {
            return HttpProblems.Unavailable(problem.Message);
        }

        return Results.Json(new { alerts = answers }, EntryChain.Json, statusCode: StatusCodes.Status202Accepted);
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
}

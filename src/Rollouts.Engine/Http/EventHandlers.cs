using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>Raw events over HTTP, for every host: JSON lines, a JSON array, or CSV by content type; <c>?stream=</c> names the source.</summary>
/// <remarks>All of a delivery is stored durably before it is answered, or none of it: sending it again is safe, for each event counts once by its id.</remarks>
public sealed class EventHandlers(IEventStore store, IActors actors, TimeProvider time)
{
    /// <summary>For one delivery, in bytes; a client sends more in several.</summary>
    public const int Limit = 4 * 1024 * 1024;

    private const int MostShown = 1000;
    private const int Shown = 50;

    public async Task<IResult> TakeAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (await actors.OfAsync(request) is null) return HttpProblems.Unnamed("say who sends events");
        if (EventReader.FormatOf(request.ContentType) is not { } format) return HttpProblems.WrongType("application/x-ndjson, application/json or text/csv");
        if (EventStream.Of(request.Query["stream"]) is not { } stream) return HttpProblems.BadRequest(EventStream.Rule);
        if (await RequestBody.BytesAsync(request, Limit, cancellation) is not { } body) return HttpProblems.TooLarge(Limit);
        return EventReader.Read(format, body, time.GetUtcNow()) switch
        {
            EventReading.Faulty faulty => HttpProblems.BadLines(faulty.Errors),
            EventReading.Sound sound => await StoredAsync(stream, sound.Events),
            _ => throw new InvalidOperationException("unknown reading"),
        };
    }

    /// <summary>The last events as JSON lines, at most <c>?limit=</c>.</summary>
    public async Task<IResult> LatestAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (await actors.OfAsync(request) is null) return HttpProblems.Unnamed("say who reads events");
        if (EventStream.Of(request.Query["stream"]) is not { } stream) return HttpProblems.BadRequest(EventStream.Rule);
        var most = Shown;
        if (request.Query.TryGetValue("limit", out var text) && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is > 0 and <= MostShown))
            return HttpProblems.BadRequest(FormattableString.Invariant($"'limit' is a number from 1 to {MostShown}"));
        try
        {
            var events = await store.LatestAsync(stream, most, cancellation);
            return Results.Bytes(events.SelectMany(RawEventText.Line).ToArray(), "application/x-ndjson");
        }
        catch (StoreException problem)
        {
            return HttpProblems.Unavailable(problem.Message);
        }
    }

    /// <summary>A sender that hangs up does not stop what is being written.</summary>
    private async Task<IResult> StoredAsync(string stream, ImmutableArray<RawEvent> events)
    {
        try
        {
            var taken = await store.AppendAsync(stream, events, CancellationToken.None);
            return Results.Json(new { stream, taken = taken.Taken, known = taken.Known }, EntryChain.Json);
        }
        catch (StoreException problem)
        {
            return HttpProblems.Unavailable(problem.Message);
        }
    }
}

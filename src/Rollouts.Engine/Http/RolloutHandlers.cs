using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>The operators' routes, written once for every host (design §8).</summary>
public sealed class RolloutHandlers(Launches launches, Drainer drainer, IRolloutStore store, PlanCache plans, IPlanStore planStore, IActors actors, TimeProvider time)
{
    /// <summary>How long a request may take to see its own outcome; after that it is answered as accepted.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    private const int MostEntries = 500;

    private readonly LaunchHistory history = new(store, plans);

    public async Task<IResult> StartAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (await actors.OfAsync(request) is not { } actor) return HttpProblems.Unnamed("say who starts the launch");
        var (json, problem) = await RequestBody.JsonAsync(request, cancellation, RequestBody.StartLimit);
        if (problem is not null) return problem;
        if (Text(json, "rollout") is not { Length: > 0 and <= 80 } rollout || !rollout.All(IsNameCharacter))
            return HttpProblems.BadRequest("'rollout' must be a name of at most 80 lower-case letters, digits and hyphens");
        var (document, wrong) = await DocumentAsync(json, cancellation);
        if (document is null) return wrong!;
        return await launches.StartAsync(rollout, document, actor, InputId(request), cancellation) switch
        {
            StartAnswer.Started started => Located.Rollout(
                rollout, Results.Json(RolloutView.Of(started.After, time.GetUtcNow()), EntryChain.Json, statusCode: StatusCodes.Status201Created)),
            StartAnswer.NameTaken => HttpProblems.Refused($"a rollout named {rollout} exists already"),
            StartAnswer.KeyClaimed claimed => HttpProblems.Refused($"{claimed.Claim.Key} is governed by the rollout {claimed.Claim.Owner}"),
            _ => throw new InvalidOperationException("unknown answer"),
        };
    }

    public async Task<IResult> ListAsync(CancellationToken cancellation)
    {
        var views = ImmutableArray.CreateBuilder<RolloutSummary>();
        foreach (var rollout in await store.ListAsync(cancellation))
            if (await drainer.ReadAsync(rollout, cancellation) is { } known) views.Add(RolloutSummary.Of(RolloutView.Of(known, time.GetUtcNow())));
        return Results.Json(views, EntryChain.Json);
    }

    public async Task<IResult> GetAsync(string rollout, CancellationToken cancellation) =>
        await drainer.ReadAsync(rollout, cancellation) is { } known
            ? Results.Json(RolloutView.Of(known, time.GetUtcNow()), EntryChain.Json)
            : HttpProblems.NotFound($"there is no rollout {rollout}");

    /// <summary>The journal's entries, at most 500, after <c>?after=</c>.</summary>
    public async Task<IResult> JournalAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        long after = 0;
        if (request.Query.TryGetValue("after", out var text) && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)))
            return HttpProblems.BadRequest("'after' must be an entry's number");
        return await store.ReadAsync(rollout, after, cancellation) is { } journal
            ? Results.Json(journal.Entries.Take(MostEntries), EntryChain.Json)
            : HttpProblems.NotFound($"there is no rollout {rollout}");
    }

    /// <summary>The tracking board: Markdown, or JSON rows with <c>?format=json</c>.</summary>
    public async Task<IResult> BoardAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        if (await drainer.ReadAsync(rollout, cancellation) is not { } known || await history.ReadAsync(rollout, cancellation) is not { } told)
            return HttpProblems.NotFound($"there is no rollout {rollout}");
        var rows = Board.Rows(told);
        return request.Query["format"] == "json" ? Results.Json(rows, EntryChain.Json) : Markdown(Board.Markdown(known.Plan.Title, rows));
    }

    /// <summary>The post-launch review: Markdown, or JSON with <c>?format=json</c>.</summary>
    public async Task<IResult> ReviewAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        if (await drainer.ReadAsync(rollout, cancellation) is not { } known || await history.ReadAsync(rollout, cancellation) is not { } told)
            return HttpProblems.NotFound($"there is no rollout {rollout}");
        var review = LaunchReview.Of(known.Plan, known.State, told);
        return request.Query["format"] == "json" ? Results.Json(review, EntryChain.Json) : Markdown(LaunchReviewText.Markdown(review));
    }

    /// <summary>Readings, verdicts, inputs and events as CSV, or JSON lines with <c>?format=jsonl</c>; of one day with <c>?day=2026-05-04</c>.</summary>
    public async Task<IResult> ExportAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        DateOnly? day = null;
        if (request.Query.TryGetValue("day", out var text))
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var named)) return HttpProblems.BadRequest("'day' is a date such as 2026-05-04");
            day = named;
        }

        var format = request.Query["format"].ToString();
        if (format is not ("" or "csv" or "jsonl")) return HttpProblems.BadRequest("'format' is csv or jsonl");
        if (await history.ReadAsync(rollout, cancellation) is not { } told) return HttpProblems.NotFound($"there is no rollout {rollout}");
        var rows = DayExport.Rows(told, day);
        return format == "jsonl"
            ? Results.Text(DayExport.JsonLines(rows), "application/x-ndjson")
            : Results.Text(DayExport.Csv(rows), "text/csv; charset=utf-8");
    }

    /// <summary>The plan's decision matrix.</summary>
    public async Task<IResult> TriageAsync(string rollout, CancellationToken cancellation) =>
        await drainer.ReadAsync(rollout, cancellation) is { } known
            ? Results.Json(known.Plan.Triage.Select(TriageView.Of), EntryChain.Json)
            : HttpProblems.NotFound($"there is no rollout {rollout}");

    public async Task<IResult> CommandAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        if (await actors.OfAsync(request) is not { } actor) return HttpProblems.Unnamed("say who gives the command");
        var (json, problem) = await RequestBody.JsonAsync(request, cancellation, RequestBody.StartLimit);
        if (problem is not null) return problem;
        if (Text(json, "command") == "amend" && Text(json, "planText") is { } changed && PlanReader.Read(changed) is not PlanReading.Sound) return Wrong(changed);
        var (input, error) = CommandText.Read(json, InputId(request), time.GetUtcNow(), actor);
        return input is null ? HttpProblems.BadRequest(error!) : await OfferAsync(rollout, input, cancellation);
    }

    /// <summary>The emergency route: <c>{"reason": "…", "target": "P1", "member": "…"}</c>.</summary>
    public async Task<IResult> RollBackAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        if (await actors.OfAsync(request) is not { } actor) return HttpProblems.Unnamed("say who rolls back");
        var (json, problem) = await RequestBody.JsonAsync(request, cancellation);
        if (problem is not null) return problem;
        var reason = Text(json, "reason");
        if (string.IsNullOrWhiteSpace(reason)) return HttpProblems.BadRequest("'reason' is needed");
        return await OfferAsync(rollout, new Input.RollBack(InputId(request), time.GetUtcNow(), actor, Text(json, "target"), Text(json, "member"), reason), cancellation);
    }

    /// <summary>A report <c>{"kind", "key", "text", "member"}</c>, or a value <c>{"metric", "value", "samples", "member"}</c>.</summary>
    public async Task<IResult> ReportAsync(string rollout, HttpRequest request, CancellationToken cancellation)
    {
        if (await actors.OfAsync(request) is not { } actor) return HttpProblems.Unnamed("say who reports");
        var (json, problem) = await RequestBody.JsonAsync(request, cancellation);
        if (problem is not null) return problem;
        var (id, at, member) = (InputId(request), time.GetUtcNow(), Text(json, "member"));
        if (Text(json, "kind") is { Length: > 0 } kind)
            return await OfferAsync(rollout, new Input.Report(id, at, actor, kind, Text(json, "key") ?? "", member, Text(json, "text") ?? ""), cancellation, plan => Unheeded.Note(plan, kind));
        if (Text(json, "metric") is { Length: > 0 } metric && Number(json, "value") is { } value)
            return await OfferAsync(rollout, new Input.ReportValue(id, at, actor, metric, member, value, Number(json, "samples") ?? 1), cancellation);
        return HttpProblems.BadRequest("a report has a 'kind', or a 'metric' and a 'value'");
    }

    public async Task<IResult> PutPlanAsync(string name, HttpRequest request, CancellationToken cancellation)
    {
        if (await RequestBody.BytesAsync(request, PlanReader.LargestBytes, cancellation) is not { } bytes) return HttpProblems.TooLarge(PlanReader.LargestBytes);
        if (RequestBody.Utf8(bytes) is not { } text) return HttpProblems.BadRequest("the plan is not UTF-8 text");
        if (PlanReader.Read(text) is not PlanReading.Sound sound) return Wrong(text);
        if (sound.Document.Name != name) return HttpProblems.BadRequest($"the plan names itself '{sound.Document.Name}', the address says '{name}'");
        await planStore.PutAsync(sound.Document, cancellation);
        return Results.Json(new { plan = name, hash = sound.Document.Hash, warnings = sound.Warnings.Select(warning => warning.ToString()) }, EntryChain.Json);
    }

    /// <summary>Offers an input and answers with its outcome: 200 accepted, 202 stored and not decided yet, 409 refused.</summary>
    /// <param name="note">What whoever sent it should know of an input that was accepted.</param>
    public async Task<IResult> OfferAsync(string rollout, Input input, CancellationToken cancellation, Func<Plan, string?>? note = null)
    {
        try
        {
            var answer = await launches.OfferAsync(rollout, input, Budget, cancellation);
            return answer switch
            {
                { Offered: Offered.NoSuchRollout } => HttpProblems.NotFound($"there is no rollout {rollout}"),
                { Offered: Offered.Known } => Results.Json(new { outcome = "known", id = input.Id }, EntryChain.Json),
                { Outcome: Outcome.Refused refused } => HttpProblems.Refused(refused.Reason),
                { Outcome: null } => Accepted(rollout, "stored", input),
                { Fenced: false } => Accepted(rollout, "rolling back", input),
                _ when note is not null && await drainer.ReadAsync(rollout, cancellation) is { } known && note(known.Plan) is { } told => Results.Json(new { outcome = "accepted", id = input.Id, note = told }, EntryChain.Json),
                _ => Results.Json(new { outcome = input.TakesBack ? "fenced" : "accepted", id = input.Id }, EntryChain.Json),
            };
        }
        catch (StoreException problem)
        {
            return HttpProblems.Unavailable(problem.Message);
        }
    }

    /// <summary>It goes on after the answer: the launch's view tells what becomes of it.</summary>
    private static Located Accepted(string rollout, string outcome, Input input) =>
        Located.Rollout(rollout, Results.Json(new { outcome, id = input.Id }, EntryChain.Json, statusCode: StatusCodes.Status202Accepted));

    private async Task<(PlanDocument? Document, IResult? Problem)> DocumentAsync(JsonElement json, CancellationToken cancellation)
    {
        if (Text(json, "planText") is { } text)
            return PlanReader.Read(text) is PlanReading.Sound sound ? (sound.Document, null) : (null, Wrong(text));

        if (Text(json, "plan") is not { Length: > 0 } name) return (null, HttpProblems.BadRequest("name a 'plan', or send its 'planText'"));
        if (await planStore.GetAsync(name, cancellation) is not { } known) return (null, HttpProblems.NotFound($"there is no plan {name}"));
        return PlanReader.Read(known.Text) is PlanReading.Sound stored ? (stored.Document, null) : (null, Wrong(known.Text));
    }

    private static IResult Markdown(string text) => Results.Text(text, "text/markdown; charset=utf-8");

    private static IResult Wrong(string plan) =>
        HttpProblems.BadPlan(PlanReader.Read(plan) is PlanReading.Faulty faulty ? [.. faulty.Errors.Select(error => error.ToString())] : []);

    /// <summary>The sender's idempotency key; a fresh one where it sends none.</summary>
    private static string InputId(HttpRequest request) =>
        request.Headers.TryGetValue("Idempotency-Key", out var key) && key.ToString() is { Length: > 0 and <= 200 } given ? given : Guid.CreateVersion7().ToString("N");

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static bool IsNameCharacter(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}

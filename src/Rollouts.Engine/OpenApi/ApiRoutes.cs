using System.Collections.Immutable;
using System.Text.Json.Nodes;
using static Rollouts.Engine.ApiAnswers;
using static Rollouts.Engine.ApiSchemas;

namespace Rollouts.Engine;

/// <summary>Every route that a host serves. Tests hold the hosts' routes against it.</summary>
public static class ApiRoutes
{
    private static readonly ApiParameter Rollout = new("rollout", "path", Text("^[a-z0-9-]{1,80}$"), "The name of the launch.");
    private static readonly ApiParameter Key = new("Idempotency-Key", "header", Text("^.{1,200}$"), "The same key twice has one outcome; a fresh one where none is sent.");
    private static readonly ApiParameter Actor = new(ActorHeaders.Actor, "header", Text("^.{1,100}$"), "For whom a trusted sender speaks. Where tokens are asked for, the token says it.");
    private static readonly ApiParameter Groups = new(ActorHeaders.Groups, "header", Text(null), "The groups of that person, separated by commas.");
    private static readonly ApiParameter JsonFormat = new("format", "query", OneOf("json"), "Rows as JSON instead of Markdown.");
    private static readonly ApiParameter Stream = new("stream", "query", Text(null), "The stream of events.");

    public static ImmutableArray<ApiRoute> All { get; } =
    [
        new("POST", "/api/rollouts", "startRollout", "rollouts", "Starts a launch", ApiAccess.Operators,
            With((201, Json("It has begun.", Ref<RolloutView>(), located: true)), BadRequest, Unauthorized, Forbidden, NotFound, Refused, TooLarge, WrongType, BadPlan, Unavailable))
        {
            Description = "Claims the flags and settings that the plan governs, then makes the journal with the start as its first entry.",
            Parameters = [Key, Actor, Groups], Body = [("application/json", Start)],
        },
        new("GET", "/api/rollouts", "listRollouts", "rollouts", "All launches, in order of creation", ApiAccess.Operators,
            With((200, Json("One line each.", ListOf<RolloutSummary>())), Unauthorized, Forbidden, Unavailable)),
        new("GET", "/api/rollouts/{rollout}", "getRollout", "rollouts", "Where a launch stands, and what it waits for, from whom, until when", ApiAccess.Operators,
            With((200, Json("The launch.", Ref<RolloutView>())), Unauthorized, Forbidden, NotFound, Unavailable)) { Parameters = [Rollout] },
        new("POST", "/api/rollouts/{rollout}/commands", "commandRollout", "rollouts", "A person says something: approve, mark, pause, kill …", ApiAccess.Operators, Outcomes)
        {
            Description = "Stored before it is answered. What is not decided within four seconds is answered with 202, and decided after.",
            Parameters = [Rollout, Key, Actor, Groups], Body = [("application/json", Command)],
        },
        new("POST", "/api/rollouts/{rollout}/rollback", "rollBackRollout", "rollouts", "Takes a launch back", ApiAccess.Operators, Outcomes)
        {
            Description = "The emergency route: the leading flags are written before it is answered, within four seconds; 202 says that it is still rolling back.",
            Parameters = [Rollout, Key, Actor, Groups], Body = [("application/json", RollBack)],
        },
        new("GET", "/api/rollouts/{rollout}/journal", "readJournal", "rollouts", "The journal, 500 entries at most", ApiAccess.Operators,
            With((200, Json("Entries in order, each with the hash of the one before.", ListOf<Entry>())), BadRequest, Unauthorized, Forbidden, NotFound, Unavailable))
        {
            Parameters = [Rollout, new("after", "query", Whole(), "The entry that was read last.")],
        },
        new("GET", "/api/rollouts/{rollout}/board", "readBoard", "rollouts", "The tracking board: every scheduled review", ApiAccess.Operators,
            With((200, Markdown("A row for each review.", ListOf<BoardRow>())), Unauthorized, Forbidden, NotFound, Unavailable)) { Parameters = [Rollout, JsonFormat] },
        new("GET", "/api/rollouts/{rollout}/review", "readReview", "rollouts", "The post-launch review", ApiAccess.Operators,
            With((200, Markdown("What was measured, what went wrong, who decided, what is left to do.", Ref<LaunchReview>())), Unauthorized, Forbidden, NotFound, Unavailable))
        {
            Parameters = [Rollout, JsonFormat],
        },
        new("GET", "/api/rollouts/{rollout}/export", "exportRollout", "rollouts", "Readings, verdicts, inputs and events as a table", ApiAccess.Operators,
            With((200, Of("CSV with a header, or JSON lines.", ("text/csv", Text(null)), ("application/x-ndjson", Text(null)))), BadRequest, Unauthorized, Forbidden, NotFound, Unavailable))
        {
            Parameters =
            [
                Rollout, new("day", "query", Date(), "A day of the plan's time zone; every day if silent."), new("format", "query", OneOf("csv", "jsonl"), "CSV if silent."),
            ],
        },
        new("GET", "/api/rollouts/{rollout}/triage", "readTriage", "rollouts", "The plan's decision matrix", ApiAccess.Operators,
            With((200, Json("Its rows.", ListOf<TriageView>())), Unauthorized, Forbidden, NotFound, Unavailable)) { Parameters = [Rollout] },
        new("POST", "/api/reports/{rollout}", "reportToRollout", "reports", "Reports something, or the value of a metric", ApiAccess.Operators, Outcomes)
        {
            Parameters = [Rollout, Key, Actor, Groups], Body = [("application/json", Report)],
        },
        new("PUT", "/api/plans/{name}", "putPlan", "plans", "Keeps a plan under its name", ApiAccess.Operators,
            With((200, Json("It is kept; what is doubtful in it.", KeptPlan)), BadRequest, Unauthorized, Forbidden, TooLarge, BadPlan, Unavailable))
        {
            Parameters = [new("name", "path", Text(null), "As the plan names itself.")], Body = [("application/yaml", Text(null))],
        },
        new("POST", "/api/events", "sendEvents", "events", "Raw events, each counted once by its id", ApiAccess.Operators,
            With((200, Json("All of them are kept.", TakenEvents)), BadRequest, Unauthorized, Forbidden, TooLarge, WrongType, BadLines, Unavailable))
        {
            Parameters = [Stream, Actor, Groups], Body = [("application/x-ndjson", Text(null)), ("application/json", Array(new JsonObject { ["type"] = "object" })), ("text/csv", Text(null))],
        },
        new("GET", "/api/events", "readEvents", "events", "The last events as JSON lines", ApiAccess.Operators,
            With((200, Of("An event a line.", ("application/x-ndjson", Text(null)))), BadRequest, Unauthorized, Forbidden, Unavailable))
        {
            Parameters = [Stream, new("limit", "query", Whole(1, 1000), "How many at most; 50 if silent."), Actor, Groups],
        },
        new("POST", "/api/alerts/{source}", "sendAlerts", "alerts", "Alerts of a monitoring system: they pause launches and take them back", ApiAccess.Alerts, AlertAnswers)
        {
            Description = "Stored before it is answered; what an alert turns off is written within four seconds. 503 asks the sender to send it again. An alert concerns the launch that its label `rollout` names, or every launch under way whose plan knows its rule.",
            Parameters = [new("source", "path", OneOf([.. AlertReader.Sources]), "Who sends it, each in its own format.")], Body = [("application/json", new JsonObject { ["type"] = "object" })],
        },
        new("POST", "/api/alerts/azure-monitor/secure", "sendSecureAlerts", "alerts", "Alerts of Azure Monitor by secure webhook", ApiAccess.SecureWebhook,
            AlertAnswers) { Host = ApiHost.Functions, Body = [("application/json", new JsonObject { ["type"] = "object" })] },
        new("POST", "/api/slack/interactions", "slackInteraction", "slack", "What people click and submit in Slack", ApiAccess.Slack, SlackAnswers)
        {
            Body = [("application/x-www-form-urlencoded", Object(("payload", Text(null), true)))],
        },
        new("POST", "/api/slack/commands", "slackCommand", "slack", "What people type behind /rollout in Slack", ApiAccess.Slack, SlackAnswers)
        {
            Body = [("application/x-www-form-urlencoded", new JsonObject { ["type"] = "object" })],
        },
        new("GET", "/api/health", "health", "host", "How the host's dependencies are, by name", ApiAccess.Operators,
            With((200, Json("All are well.", Health)), (503, Json("Some are not.", Health)), Unauthorized, Forbidden)),
        new("GET", ApiDocument.Path, "openApi", "host", "This document", ApiAccess.Operators,
            With((200, Of("OpenAPI 3.1.", ("application/json", new JsonObject { ["type"] = "object" }))), Unauthorized, Forbidden)),
    ];

    private static ImmutableSortedDictionary<int, ApiAnswer> Outcomes =>
        With(
            (200, Json("It is decided: accepted, or for a way back fenced; or the key is known.", Decided)), (202, Json("It is stored, or still rolling back.", Decided, located: true)),
            BadRequest, Unauthorized, Forbidden, NotFound, Refused, TooLarge, WrongType, Unavailable);

    private static ImmutableSortedDictionary<int, ApiAnswer> AlertAnswers =>
        With((200, Of("A sender's test message.")), (202, Json("What became of each alert.", TakenAlerts)), BadRequest, Unauthorized, NotFound, TooLarge, WrongType, Unavailable);

    private static ImmutableSortedDictionary<int, ApiAnswer> SlackAnswers =>
        With((200, Json("Taken; whoever may not is told so privately.", new JsonObject { ["type"] = "object" })), BadRequest, Unauthorized, NotFound, TooLarge);
}

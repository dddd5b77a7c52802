using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>Answers that routes share. Errors are RFC 9457 problem details.</summary>
internal static class ApiAnswers
{
    public static (int, ApiAnswer) BadRequest => (400, Problem("The request cannot be read."));

    public static (int, ApiAnswer) Unauthorized => (401, Problem("Who asks is not known."));

    public static (int, ApiAnswer) Forbidden => (403, Problem("Who asks may not do this."));

    public static (int, ApiAnswer) NotFound => (404, Problem("There is no such thing."));

    public static (int, ApiAnswer) Refused => (409, Problem("It was decided, and refused; the reason stands in the journal."));

    public static (int, ApiAnswer) TooLarge => (413, Problem("The body is too large."));

    public static (int, ApiAnswer) WrongType => (415, Problem("The content type is not read here."));

    public static (int, ApiAnswer) BadPlan => (422, Problem("The plan has errors, each with its line and column."));

    public static (int, ApiAnswer) BadLines => (422, Problem("Lines cannot be read; nothing was taken."));

    public static (int, ApiAnswer) Unavailable => (503, Problem("Not now: try again."));

    public static ImmutableSortedDictionary<int, ApiAnswer> With(params (int Status, ApiAnswer Answer)[] answers) =>
        answers.ToImmutableSortedDictionary(each => each.Status, each => each.Answer);

    public static ApiAnswer Json(string description, JsonNode schema, bool located = false) => new(description, [("application/json", schema)], located);

    public static ApiAnswer Markdown(string description, JsonNode json) => new(description, [("text/markdown", ApiSchemas.Text(null)), ("application/json", json)]);

    public static ApiAnswer Of(string description, params (string Type, JsonNode Schema)[] bodies) => new(description, [.. bodies]);

    private static ApiAnswer Problem(string description) => new(description, [("application/problem+json", ApiSchemas.Named("Problem"))]);
}

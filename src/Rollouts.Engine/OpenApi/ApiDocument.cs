using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine;

/// <summary>The API as an OpenAPI 3.1 document, made from <see cref="ApiRoutes"/> and the very types that are answered.</summary>
public static class ApiDocument
{
    /// <summary>Where every host serves it.</summary>
    public const string Path = "/api/openapi.json";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Lazy<string> Text = new(() => Make().ToJsonString(Layout) + "\n");

    public static string Json => Text.Value;

    public static IResult Answer() => Results.Text(Json, "application/json; charset=utf-8");

    private static JsonObject Make() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = "RolloutFunctions",
            ["version"] = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
            ["summary"] = "Runs product launches: phases, gates, approvals, flags, and the ordered way back.",
            ["description"] = "Served alike by the embedded host and the Functions app. What is null is not written. Errors are problem details (RFC 9457).",
        },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The host that serves this document." }),
        ["tags"] = new JsonArray([.. ApiRoutes.All.Select(route => route.Tag).Distinct(StringComparer.Ordinal).Select(tag => new JsonObject { ["name"] = tag, ["description"] = ApiTags.Of(tag) })]),
        ["security"] = ApiSecurity.Of(ApiAccess.Operators),
        ["paths"] = new JsonObject(ApiRoutes.All.GroupBy(route => route.Path, StringComparer.Ordinal).Select(path => KeyValuePair.Create(
            path.Key, (JsonNode?)new JsonObject(path.Select(route => KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operation(route))))))),
        ["components"] = new JsonObject { ["schemas"] = Schemas(), ["securitySchemes"] = ApiSecurity.Schemes },
    };

    private static JsonObject Operation(ApiRoute route)
    {
        var operation = new JsonObject { ["operationId"] = route.Id, ["tags"] = new JsonArray(route.Tag), ["summary"] = route.Summary };
        var description = route.Description.Length > 0 ? route.Description : route.Summary + ".";
        operation["description"] = route.Host == ApiHost.Functions ? description + " Served by the Functions app alone." : description;
        operation["security"] = ApiSecurity.Of(route.Access);
        if (!route.Parameters.IsEmpty) operation["parameters"] = new JsonArray([.. route.Parameters.Select(Parameter)]);
        if (!route.Body.IsEmpty) operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(route.Body) };
        operation["responses"] = new JsonObject(route.Answers.Select(answer => KeyValuePair.Create(FormattableString.Invariant($"{answer.Key}"), (JsonNode?)Response(answer.Value))));
        return operation;
    }

    private static JsonNode Parameter(ApiParameter parameter)
    {
        var node = new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.In, ["description"] = parameter.Description, ["schema"] = parameter.Schema.DeepClone() };
        if (parameter.In == "path") node["required"] = true;
        return node;
    }

    private static JsonObject Response(ApiAnswer answer)
    {
        var response = new JsonObject { ["description"] = answer.Description };
        if (answer.Located)
            response["headers"] = new JsonObject { ["Location"] = new JsonObject { ["description"] = "Where to look for what becomes of it.", ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference" } } };
        if (!answer.Bodies.IsEmpty) response["content"] = Content(answer.Bodies);
        return response;
    }

    private static JsonObject Content(IEnumerable<(string Type, JsonNode Schema)> bodies) =>
        new(bodies.Select(body => KeyValuePair.Create(body.Type, (JsonNode?)new JsonObject { ["schema"] = body.Schema.DeepClone() })));

    private static JsonObject Schemas()
    {
        var made = new TypeSchemas().Add<RolloutView>().Add<RolloutSummary>().Add<Entry>().Add<BoardRow>().Add<LaunchReview>().Add<TriageView>().Add<Dependency>();
        return new(made.Components.Append(KeyValuePair.Create("Problem", ApiSchemas.Problem)).OrderBy(schema => schema.Key, StringComparer.Ordinal)
            .Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>The JSON Schema of plans, made from the very declarations that read them.</summary>
public static class PlanSchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content of <c>plans/plan.schema.json</c>, with a last line break.</summary>
    public static string Json { get; } = Make();

    private static string Make()
    {
        var book = new SchemaBook();
        var root = new PlanShape().Schema(book);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Launch plan",
            ["$ref"] = root["$ref"]!.GetValue<string>(),
            ["definitions"] = book.Definitions,
        };
        return schema.ToJsonString(Layout) + "\n";
    }
}

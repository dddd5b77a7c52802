using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>Reads scenario files: all that is wrong with one at once, each with its place, or scenarios that can be played.</summary>
public static class ScenarioReader
{
    private static readonly ScenarioFileShape Shape = new();
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content of <c>plans/scenario.schema.json</c>, made from the very declarations that read scenario files.</summary>
    public static string Schema { get; } = MakeSchema();

    /// <param name="text">The YAML document.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="open">Reads the plan that the file names, by the name as it stands there; null when there is none.</param>
    public static ScenarioReading Read(string text, string file, Func<string, PlanReading?> open)
    {
        var problems = new Problems(file);
        if (YamlTree.Read(text, problems) is not { } tree) return new ScenarioReading.Faulty(problems.Errors);
        var scope = new ScenarioScope(problems, open);
        var read = Shape.TryRead(tree, scope, out var scenarios);
        if (scope.Plan is not null) scope.Names.Resolve();
        return read && !problems.Any && scope.Plan is { } plan
            ? new ScenarioReading.Sound(new(file, ((tree as PlanNode.Map)!.Find("plan")!.Value as PlanNode.Scalar)!.Text, plan, scenarios))
            : new ScenarioReading.Faulty(problems.Errors);
    }

    private static string MakeSchema()
    {
        var book = new SchemaBook();
        var root = new ScenarioFileShape().Schema(book);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Scenarios of a launch plan",
            ["$ref"] = root["$ref"]!.GetValue<string>(),
            ["definitions"] = book.Definitions,
        };
        return schema.ToJsonString(Layout) + "\n";
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace Rollouts.Simulation;

/// <summary>The JSON Schemas of what the verbs print with <c>--json</c>, made from the very types that are printed.</summary>
public static class ReportSchemas
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions AsPrinted = new(EntryChain.Json) { NumberHandling = JsonNumberHandling.Strict, RespectRequiredConstructorParameters = true };

    /// <summary>File names under <c>docs/schemas/</c> with their content.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["test.schema.json"] = Of(typeof(TestReport), "What rollout test --json prints"),
        ["simulate.schema.json"] = Of(typeof(Play), "What rollout simulate --json prints"),
    };

    private static string Of(Type type, string title)
    {
        var schema = AsPrinted.GetJsonSchemaAsNode(type, new() { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return JsonNode.Parse(schema.ToJsonString())!.ToJsonString(Layout) + "\n";
    }
}

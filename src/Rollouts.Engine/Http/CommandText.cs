using System.Text.Json;

namespace Rollouts.Engine;

/// <summary>A command as JSON: <c>{"command": "approve", "note": "…"}</c>. Every command, its fields and which of them are needed.</summary>
public static class CommandText
{
    private sealed record Shape(string[] Needed, string[] Optional, Func<Fields, Input> Make);

    private static readonly Dictionary<string, Shape> Commands = new(StringComparer.Ordinal)
    {
        ["approve"] = new([], ["request", "note"], f => new Input.Approve(f.Id, f.At, f.By, f["request"], f["note"] ?? "")),
        ["reject"] = new(["reason"], ["request"], f => new Input.Reject(f.Id, f.At, f.By, f["request"], f["reason"]!)),
        ["mitigate"] = new(["criterion", "reason"], ["gate"], f => new Input.Mitigate(f.Id, f.At, f.By, f["gate"], f["criterion"]!, f["reason"]!)),
        ["mark"] = new(["item"], ["evidence", "sha256", "note", "done"], f => new Input.Mark(
            f.Id, f.At, f.By, f["item"]!, f["done"] != "false", f["evidence"] is { } reference ? new(reference, f["sha256"]) : null, f["note"] ?? "")),
        ["complete-task"] = new(["task"], ["note"], f => new Input.CompleteTask(f.Id, f.At, f.By, f["task"]!, f["note"] ?? "")),
        ["more-time"] = new(["reason"], ["request"], f => new Input.MoreTime(f.Id, f.At, f.By, f["request"], f["reason"]!)),
        ["acknowledge"] = new(["alert"], ["note"], f => new Input.Acknowledge(f.Id, f.At, f.By, f["alert"]!, f["note"] ?? "")),
        ["delegate"] = new(["to", "for"], ["note"], f => new Input.Delegate(f.Id, f.At, f.By, f["to"]!, f.Time("for"), f["note"] ?? "")),
        ["end-delegation"] = new([], ["person"], f => new Input.EndDelegation(f.Id, f.At, f.By, f["person"])),
        ["triage"] = new(["finding"], ["note"], f => new Input.Triage(f.Id, f.At, f.By, f["finding"]!, f["note"] ?? "")),
        ["silence"] = new(["alert", "for", "control"], [], f => new Input.Silence(
            f.Id, f.At, f.By, f["alert"]!, f.Time("for"), f["control"]!)),
        ["declare-incident"] = new(["severity", "title"], [], f => new Input.DeclareIncident(f.Id, f.At, f.By, f["severity"]!, f["title"]!)),
        ["resolve-incident"] = new(["incident"], ["note"], f => new Input.ResolveIncident(f.Id, f.At, f.By, f["incident"]!, f["note"] ?? "")),
        ["pause"] = new(["reason"], [], f => new Input.Pause(f.Id, f.At, f.By, f["reason"]!)),
        ["resume"] = new([], ["reason"], f => new Input.Resume(f.Id, f.At, f.By, f["reason"] ?? "")),
        ["re-arm"] = new(["flag"], ["reason"], f => new Input.ReArm(f.Id, f.At, f.By, f["flag"]!, f["reason"] ?? "")),
        ["promote"] = new([], ["reason"], f => new Input.Promote(f.Id, f.At, f.By, f["reason"] ?? "")),
        ["rollback"] = new(["reason"], ["target", "member"], f => new Input.RollBack(f.Id, f.At, f.By, f["target"], f["member"], f["reason"]!)),
        ["kill"] = new(["reason"], ["flag"], f => new Input.Throw(f.Id, f.At, f.By, f["flag"], f["reason"]!)),
        ["drill"] = new(["drill"], [], f => new Input.StartDrill(f.Id, f.At, f.By, f["drill"]!)),
        ["amend"] = new(["planText", "reason"], [], f => new Input.Amend(f.Id, f.At, f.By, PlanReader.Read(f["planText"]!) is PlanReading.Sound sound ? sound.Document.Hash : "", f["planText"]!, f["reason"]!)),
        ["abort"] = new(["reason"], [], f => new Input.Abort(f.Id, f.At, f.By, f["reason"]!)),
        ["close"] = new([], ["note"], f => new Input.Close(f.Id, f.At, f.By, f["note"] ?? "")),
    };

    /// <summary>The names of all commands, in order.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. Commands.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The fields of a command beside its name, those that it needs first.</summary>
    public static IEnumerable<(string Name, bool Needed)> FieldsOf(string command) =>
        Commands[command].Needed.Select(field => (field, true)).Concat(Commands[command].Optional.Select(field => (field, false)));

    /// <summary>The input that the JSON asks for, or what is wrong with it.</summary>
    public static (Input? Input, string? Error) Read(JsonElement json, string id, DateTimeOffset at, Actor by)
    {
        if (json.ValueKind != JsonValueKind.Object) return (null, "a command is a JSON object");
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (Text(property.Value) is not { } text) return (null, $"'{property.Name}' must be a text, a number, true or false");
            fields[property.Name] = text;
        }

        if (!fields.Remove("command", out var name) || name is null || !Commands.TryGetValue(name, out var shape))
            return (null, $"'command' must be one of {string.Join(", ", Names)}");
        foreach (var needed in shape.Needed)
            if (string.IsNullOrWhiteSpace(fields.GetValueOrDefault(needed))) return (null, $"{name} needs '{needed}'");
        return fields.Keys.FirstOrDefault(field => !shape.Needed.Contains(field) && !shape.Optional.Contains(field)) is { } unknown
            ? (null, $"{name} has no field '{unknown}'; it has {string.Join(", ", shape.Needed.Concat(shape.Optional).DefaultIfEmpty("none"))}")
            : (shape.Make(new(id, at, by, fields)), null);
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private sealed record Fields(string Id, DateTimeOffset At, Actor By, Dictionary<string, string?> Values)
    {
        public string? this[string name] => Values.GetValueOrDefault(name);

        /// <summary>None where it is no time: the launch refuses that in its own words.</summary>
        public TimeSpan Time(string name) => Span.TryParse(Values.GetValueOrDefault(name) ?? "", out var span) ? span : TimeSpan.Zero;
    }
}

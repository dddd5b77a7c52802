using System.Text.Json.Nodes;

namespace Ingestion.Tests;

/// <summary>A real flags file, replaced by rename as the launch automation does.</summary>
internal sealed class FlagsOnDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ingestion-flags-");

    public string Path => System.IO.Path.Combine(folder.FullName, "flags.json");

    public bool KillSwitchOn { get; set; } = true;

    public bool Enabled { get; set; } = true;

    public double Percent { get; set; }

    public string[] Allowed { get; set; } = [];

    public string[] Denied { get; set; } = [];

    public string[] DeniedPatterns { get; set; } = [];

    public Dictionary<string, string> Settings { get; } = [];

    public FlagsOnDisk Write()
    {
        var dial = new JsonObject
        {
            ["id"] = "ingestion_v2_enabled",
            ["enabled"] = Enabled,
            ["conditions"] = new JsonObject { ["client_filters"] = new JsonArray(Targeting()) },
        };
        var kill = new JsonObject { ["id"] = "INGESTION_ENABLED", ["enabled"] = KillSwitchOn };
        var document = new JsonObject { ["feature_management"] = new JsonObject { ["feature_flags"] = new JsonArray(dial, kill) } };
        foreach (var (key, value) in Settings) document[key] = value;
        Replace(document.ToJsonString());
        return this;
    }

    public void Replace(string content)
    {
        var next = System.IO.Path.Combine(folder.FullName, $"flags.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(next, content);
        File.Move(next, Path, overwrite: true);
    }

    public void Delete() => File.Delete(Path);

    public void Dispose() => folder.Delete(recursive: true);

    private JsonObject Targeting() => new()
    {
        ["name"] = "Microsoft.Targeting",
        ["parameters"] = new JsonObject
        {
            ["Audience"] = new JsonObject
            {
                ["Users"] = Names(Allowed),
                ["DefaultRolloutPercentage"] = Percent,
                ["Exclusion"] = new JsonObject { ["Users"] = Names(Denied), ["Groups"] = Names(DeniedPatterns) },
            },
        },
    };

    private static JsonArray Names(string[] names) => [.. names.Select(name => JsonValue.Create(name))];
}

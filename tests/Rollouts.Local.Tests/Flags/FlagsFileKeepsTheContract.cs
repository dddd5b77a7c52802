using System.Text.Json.Nodes;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class FlagsFileKeepsTheContract : FlagStoreContract
{
    private readonly TemporaryFolder folder = new();
    private FlagsFile store = null!;

    protected override IFlagStore Store => store;

    private string Path => folder["flags.json"];

    public override Task InitializeAsync()
    {
        store = new FlagsFile(Path, TimeProvider.System);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync()
    {
        store.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    protected override Task LockAsync(GovernedKey key) => ChangeAsync(file =>
    {
        foreach (var stamp in file["rollout_tags"]!.AsArray()) stamp!["locked"] = true;
    });

    protected override Task EditAsync(GovernedKey key, string content) => ChangeAsync(file =>
    {
        if (key.Kind == KeyKind.Flag) file["feature_management"] = new JsonObject { ["feature_flags"] = new JsonArray(JsonNode.Parse(content)) };
        else file["Ingestion"] = new JsonObject { ["UploadsPerDay"] = content };
    });

    private async Task ChangeAsync(Action<JsonObject> change)
    {
        var file = File.Exists(Path) ? JsonNode.Parse(await File.ReadAllTextAsync(Path))!.AsObject() : [];
        change(file);
        await File.WriteAllTextAsync(Path, file.ToJsonString());
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Engine;

namespace Rollouts.Local.Tests;

public sealed class FlagsFileTests : IDisposable
{
    private static readonly GovernedKey Flag = GovernedKey.Flag("v2");
    private static readonly GovernedKey Limit = GovernedKey.Setting("Ingestion:UploadsPerDay");
    private static readonly KeyTag Tag = new("d7-1", 3);

    private readonly TemporaryFolder folder = new();
    private readonly FlagsFile store;

    public FlagsFileTests() => store = new FlagsFile(Path, TimeProvider.System);

    private string Path => folder["flags.json"];

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_we_did_not_write_stays_with_its_order_and_its_numbers()
    {
        await File.WriteAllTextAsync(Path, """
            {
              "Logging": { "Level": "Information", "Ratio": 1.50 },
              "feature_management": { "own": true, "feature_flags": [
                { "id": "first", "enabled": true, "x": "ü" },
                { "id": "v2", "enabled": false },
                { "id": "last", "enabled": true } ] },
              "Ingestion": { "Other": 1e3, "UploadsPerDay": 10, "Last": null }
            }
            """);

        await WriteAsync(Flag, """{"id":"v2","enabled":true}""");
        await WriteAsync(Limit, "unlimited");

        Assert.Equal(
            """{"Logging":{"Level":"Information","Ratio":1.50},"feature_management":{"own":true,"feature_flags":[{"id":"first","enabled":true,"x":"ü"},{"id":"v2","enabled":true},{"id":"last","enabled":true}]},"Ingestion":{"Other":1e3,"UploadsPerDay":"unlimited","Last":null},"rollout_tags":[{"flag":"v2","rollout":"d7-1","seq":3,"writes":1},{"setting":"Ingestion:UploadsPerDay","rollout":"d7-1","seq":3,"writes":1}]}""",
            WithoutLayout());
    }

    [Theory]
    [InlineData("""{"ingestion":{"uploadsperday":"10"}}""", """{"ingestion":{"uploadsperday":"5"}""")]
    [InlineData("""{"Ingestion:UploadsPerDay":"10"}""", """{"Ingestion:UploadsPerDay":"5",""")]
    [InlineData("""{"Ingestion":{}}""", """{"Ingestion":{"UploadsPerDay":"5"}""")]
    [InlineData("""{"Ingestion":null}""", """{"Ingestion":{"UploadsPerDay":"5"}""")]
    [InlineData("{}", """{"Ingestion":{"UploadsPerDay":"5"}""")]
    public async Task A_setting_is_written_where_configuration_finds_it(string before, string after)
    {
        await File.WriteAllTextAsync(Path, before);

        await WriteAsync(Limit, "5");

        Assert.StartsWith(after, WithoutLayout());
        Assert.Equal("5", (await store.ReadAsync(Limit, default)).Content);
    }

    [Fact]
    public async Task A_setting_in_an_array_is_written_in_its_place()
    {
        await File.WriteAllTextAsync(Path, """{"Weights":[1,2,3]}""");

        await WriteAsync(GovernedKey.Setting("Weights:1"), "7");

        Assert.StartsWith("""{"Weights":[1,"7",3],""", WithoutLayout());
    }

    [Theory]
    [InlineData("""{"Ingestion":"text"}""", "Ingestion is not a section that could hold UploadsPerDay")]
    [InlineData("""{"Ingestion":{"UploadsPerDay":{"Max":1}}}""", "Ingestion:UploadsPerDay is a section, not a value")]
    public async Task A_setting_that_cannot_be_there_is_refused_and_nothing_changes(string before, string why)
    {
        await File.WriteAllTextAsync(Path, before);

        Assert.Contains(why, (await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync(Limit, "5", Tag, "", default))).Message);
        Assert.Equal(before, await File.ReadAllTextAsync(Path));
    }

    [Theory]
    [InlineData("{\n  \"a\": }", "line 2, byte 8")]
    [InlineData("", "line 1")]
    [InlineData("[]", "must hold a JSON object")]
    [InlineData("{\"A\":1,\"a\":2}", "a name stands twice")]
    [InlineData("{\"a\":1,\"a\":2}", "")]
    public async Task A_damaged_file_is_reported_with_its_place_and_not_touched(string content, string where)
    {
        await File.WriteAllTextAsync(Path, content);

        var read = await Assert.ThrowsAsync<StoreException>(() => store.ReadAsync(Flag, default));
        Assert.StartsWith(Path, read.Message);
        Assert.Contains(where, read.Message);
        await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync(Flag, """{"id":"v2","enabled":false}""", Tag, "", default));
        Assert.Equal(content, await File.ReadAllTextAsync(Path));
    }

    [Fact]
    public async Task Content_of_another_flag_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(Flag, """{"id":"v3","enabled":true}""", Tag, "", default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(Flag, "on", Tag, "", default));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task A_write_killed_between_write_and_rename_never_happened()
    {
        await WriteAsync(Flag, """{"id":"v2","enabled":true}""");
        var before = await store.ReadAsync(Flag, default);
        await File.WriteAllTextAsync(folder[".flags.json.next"], "{\"feature_man");

        Assert.Equal(before, await store.ReadAsync(Flag, default));
        await WriteAsync(Flag, """{"id":"v2","enabled":false}""", before.Version);
        Assert.False(File.Exists(folder[".flags.json.next"]));
    }

    [Fact]
    public async Task A_flag_taken_out_by_hand_is_absent_and_its_next_version_is_new()
    {
        var first = await WriteAsync(Flag, """{"id":"v2","enabled":true}""");
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path))!;
        file["feature_management"]!["feature_flags"]!.AsArray().Clear();
        await File.WriteAllTextAsync(Path, file.ToJsonString());

        Assert.Equal(new KeyRead(null, "", null, false), await store.ReadAsync(Flag, default));
        Assert.NotEqual(first, await WriteAsync(Flag, """{"id":"v2","enabled":true}"""));
    }

    [Fact]
    public async Task Readers_never_see_half_a_file()
    {
        var version = await WriteAsync(Flag, ContentOf(0));
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var reads = 0;
            for (; !done.IsCancellationRequested; reads++) JsonDocument.Parse(File.ReadAllBytes(Path)).Dispose();
            return reads;
        });

        for (var n = 1; n <= 200; n++) version = await WriteAsync(Flag, ContentOf(n), version);
        await done.CancelAsync();

        Assert.True(await reading > 0);
        static string ContentOf(int n) => $$"""{"id":"v2","enabled":true,"description":"{{new string('x', n * 97)}}"}""";
    }

    [Fact]
    public async Task Two_hosts_on_one_file_lose_no_write()
    {
        using var other = new FlagsFile(Path, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(
            () => (n % 2 == 0 ? store : other).WriteAsync(GovernedKey.Setting($"S{n}"), "1", Tag, "", default))));

        for (var n = 0; n < 20; n++) Assert.Equal("1", (await store.ReadAsync(GovernedKey.Setting($"S{n}"), default)).Content);
    }

    [Fact]
    public async Task A_file_that_another_process_keeps_is_reported()
    {
        await using var held = new FileStream(folder[".flags.json.lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("cannot lock " + Path, (await Assert.ThrowsAsync<StoreException>(() => WriteAsync(Limit, "5"))).Message);
    }

    private async Task<string> WriteAsync(GovernedKey key, string content, string? version = null)
    {
        version ??= (await store.ReadAsync(key, default)).Version;
        return Assert.IsType<KeyWrite.Written>(await store.WriteAsync(key, content, Tag, version, default)).Version;
    }

    private string WithoutLayout() =>
        JsonNode.Parse(File.ReadAllText(Path))!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

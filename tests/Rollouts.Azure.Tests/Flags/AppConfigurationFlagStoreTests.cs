using Azure.Data.AppConfiguration;
using Outer.Servers;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class AppConfigurationFlagStoreTests(Emulators emulators) : IAsyncLifetime
{
    private const string Name = ".appconfig.featureflag/beta";

    private static readonly GovernedKey Flag = GovernedKey.Flag("beta");

    private AppConfigurationEmulator emulator = null!;
    private AppConfigurationFlagStore flagStore = null!;

    public async Task InitializeAsync()
    {
        emulator = await emulators.AppConfigurationAsync();
        await emulator.ClearAsync();
        flagStore = new(emulator.Client);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task<ConfigurationSetting> StoredAsync(string name = Name, string? label = null) => (await emulator.Client.GetConfigurationSettingAsync(name, label)).Value;

    [Fact]
    public async Task A_flag_is_one_for_the_service_and_its_sdk()
    {
        await flagStore.WriteAsync(Flag, FlagContent.Apply(null, Flag, new KeyDocument.Switch(true)), new("d7-1", 1), "", default);

        var flag = Assert.IsType<FeatureFlagConfigurationSetting>(await StoredAsync());
        Assert.Equal("application/vnd.microsoft.appconfig.ff+json;charset=utf-8", flag.ContentType);
        Assert.True(flag.IsEnabled);
        Assert.Equal("beta", flag.FeatureId);
    }

    /// <summary>The SDK's own reading of a flag loses the first and moves the others.</summary>
    [Fact]
    public async Task A_flag_is_read_exactly_as_it_is_stored_whatever_members_it_has()
    {
        const string content = """
            {"id":"beta","enabled":true,"conditions":{"requirement_type":"All","client_filters":[{"name":"A","parameters":{},"x":1},{"name":"B"}]},
             "variants":[{"name":"On","configuration_value":true}],"telemetry":{"enabled":true}}
            """;
        var written = Assert.IsType<KeyWrite.Written>(await flagStore.WriteAsync(Flag, content, new("d7-1", 1), "", default));

        Assert.Equal(content, (await flagStore.ReadAsync(Flag, default)).Content);
        await flagStore.WriteAsync(Flag, content + " ", new("d7-1", 2), written.Version, default);
        Assert.Equal(content + " ", (await flagStore.ReadAsync(Flag, default)).Content);
    }

    [Fact]
    public async Task Tags_and_content_types_of_others_stay()
    {
        var setting = GovernedKey.Setting("Limits:Uploads");
        await emulator.Client.SetConfigurationSettingAsync(new("Limits:Uploads", "[1]") { ContentType = "application/json", Tags = { ["team"] = "ingestion" } });
        await emulator.Client.SetConfigurationSettingAsync(new FeatureFlagConfigurationSetting("beta", false) { Tags = { ["team"] = "core" } });

        foreach (var (key, content) in (IEnumerable<(GovernedKey, string)>)[(setting, "[2]"), (Flag, FlagContent.Apply(null, Flag, new KeyDocument.Switch(true)))])
        {
            var read = await flagStore.ReadAsync(key, default);
            Assert.IsType<KeyWrite.Written>(await flagStore.WriteAsync(key, content, new("d7-1", 4), read.Version, default));
        }

        var stored = await StoredAsync("Limits:Uploads");
        Assert.Equal("application/json", stored.ContentType);
        Assert.Equal(("ingestion", "d7-1", "4"), (stored.Tags["team"], stored.Tags["rollout"], stored.Tags["seq"]));
        Assert.Equal("core", (await StoredAsync()).Tags["team"]);
    }

    [Fact]
    public async Task A_write_by_a_version_that_another_process_read_keeps_its_tags_too()
    {
        await emulator.Client.SetConfigurationSettingAsync(new FeatureFlagConfigurationSetting("beta", false) { Tags = { ["team"] = "core" } });
        var version = (await new AppConfigurationFlagStore(emulator.Client).ReadAsync(Flag, default)).Version;

        Assert.IsType<KeyWrite.Written>(await flagStore.WriteAsync(Flag, FlagContent.Apply(null, Flag, new KeyDocument.Switch(true)), new("d7-1", 4), version, default));

        Assert.Equal("core", (await StoredAsync()).Tags["team"]);
    }

    [Fact]
    public async Task Labels_tell_environments_apart()
    {
        var (prod, plain) = (GovernedKey.Setting("Limits:Uploads", "prod"), GovernedKey.Setting("Limits:Uploads"));
        await flagStore.WriteAsync(prod, "7", new("d7-1", 1), "", default);

        Assert.Null((await flagStore.ReadAsync(plain, default)).Content);
        Assert.Equal("7", (await StoredAsync("Limits:Uploads", "prod")).Value);
    }

    [Theory]
    [InlineData("twelve")]
    [InlineData("-3")]
    [InlineData("")]
    public async Task A_tag_that_is_not_ours_is_foreign_whatever_it_says(string seq)
    {
        await emulator.Client.SetConfigurationSettingAsync(new("Limits:Uploads", "7") { Tags = { ["rollout"] = "d7-1", ["seq"] = seq } });

        Assert.Null((await flagStore.ReadAsync(GovernedKey.Setting("Limits:Uploads"), default)).Tag);
    }

    [Fact]
    public async Task A_key_deleted_in_between_is_changed_and_not_made_again()
    {
        await flagStore.WriteAsync(Flag, FlagContent.Apply(null, Flag, new KeyDocument.Switch(true)), new("d7-1", 1), "", default);
        var read = await flagStore.ReadAsync(Flag, default);
        await emulator.Client.DeleteConfigurationSettingAsync(Name);

        Assert.IsType<KeyWrite.Changed>(await flagStore.WriteAsync(Flag, read.Content!, new("d7-1", 2), read.Version, default));

        Assert.Empty(await emulator.AllAsync());
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_a_failure_that_says_so_and_names_no_secret()
    {
        var options = new ConfigurationClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var store = new AppConfigurationFlagStore(new("Endpoint=http://127.0.0.1:1;Id=someone;Secret=c2VjcmV0c2VjcmV0", options));

        var failure = await Assert.ThrowsAsync<StoreException>(() => store.ReadAsync(Flag, default));

        Assert.StartsWith("could not read flag beta: the service could not be reached", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", failure.ToString(), StringComparison.Ordinal);
    }
}

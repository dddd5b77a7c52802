using Outer.Servers;

[assembly: TestFramework("Outer.Servers.SkippingFramework", "Outer.Servers")]

namespace Rollouts.Azure.Tests;

/// <summary>The servers of all tests here, each started when it is first needed.</summary>
public sealed class Emulators : IAsyncLifetime
{
    public const string Name = "emulators";

    private readonly Lazy<Task<Azurite>> azurite = new(Azurite.StartAsync);
    private readonly Lazy<Task<AppConfigurationEmulator>> appConfiguration = new(AppConfigurationEmulator.StartAsync);

    /// <exception cref="ToolMissingException">It is not on this machine.</exception>
    public Task<Azurite> AzuriteAsync() => azurite.Value;

    /// <exception cref="ToolMissingException">It is not on this machine.</exception>
    public Task<AppConfigurationEmulator> AppConfigurationAsync() => appConfiguration.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (azurite is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await azurite.Value).DisposeAsync();
        if (appConfiguration is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await appConfiguration.Value).DisposeAsync();
    }
}

[CollectionDefinition(Emulators.Name)]
public sealed class EmulatorsCollection : ICollectionFixture<Emulators>;

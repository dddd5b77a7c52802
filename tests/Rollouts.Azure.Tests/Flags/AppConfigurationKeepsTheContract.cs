using Azure.Data.AppConfiguration;
using Outer.Servers;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class AppConfigurationKeepsTheContract(Emulators emulators) : FlagStoreContract
{
    private AppConfigurationEmulator emulator = null!;
    private AppConfigurationFlagStore store = null!;

    protected override IFlagStore Store => store;

    public override async Task InitializeAsync()
    {
        emulator = await emulators.AppConfigurationAsync();
        await emulator.ClearAsync();
        store = new(emulator.Client);
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override Task LockAsync(GovernedKey key) => emulator.Client.SetReadOnlyAsync(NameOf(key), isReadOnly: true);

    protected override Task EditAsync(GovernedKey key, string content) =>
        emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting(NameOf(key), content));

    private static string NameOf(GovernedKey key) => key.Kind == KeyKind.Flag ? ".appconfig.featureflag/" + key.Name : key.Name;
}

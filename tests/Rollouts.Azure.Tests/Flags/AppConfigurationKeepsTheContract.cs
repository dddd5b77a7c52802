using Azure.Data.AppConfiguration;
using Outer.Servers;
using Rollouts.Contracts;
using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

[Collection(Emulators.Name)]
public sealed class AppConfigurationKeepsTheContract(Emulators emulators) : FlagStoreContract
{
    private AppConfigurationEmulator _emulator = null!;
    private AppConfigurationFlagStore _store = null!;

    protected override IFlagStore Store => _store;

    public override async Task InitializeAsync()
    {
        _emulator = await emulators.AppConfigurationAsync();
        await _emulator.ClearAsync();
        _store = new(_emulator.Client);
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override Task LockAsync(GovernedKey key) => _emulator.Client.SetReadOnlyAsync(NameOf(key), isReadOnly: true);

    protected override Task EditAsync(GovernedKey key, string content) =>
        _emulator.Client.SetConfigurationSettingAsync(new ConfigurationSetting(NameOf(key), content));

    private static string NameOf(GovernedKey key) => key.Kind == KeyKind.Flag ? ".appconfig.featureflag/" + key.Name : key.Name;
}

using Azure.Data.AppConfiguration;

namespace Outer.Servers;

/// <summary>The App Configuration emulator on a port and a folder of its own.</summary>
/// <remarks>Command: <c>APPCONFIG_EMULATOR</c>, given a data folder and a port; it prints its connection string, <c>Endpoint=…</c>, and serves until it is ended.</remarks>
public sealed class AppConfigurationEmulator : IAsyncDisposable
{
    private readonly ToolProcess process;
    private readonly TemporaryFolder folder;

    private AppConfigurationEmulator(ToolProcess process, TemporaryFolder folder, string connection)
    {
        this.process = process;
        this.folder = folder;
        Connection = connection;
        Client = new(connection);
    }

    public string Connection { get; }

    public ConfigurationClient Client { get; }

    /// <exception cref="ToolMissingException">It is not on this machine.</exception>
    public static async Task<AppConfigurationEmulator> StartAsync()
    {
        var data = new TemporaryFolder();
        var tool = ToolProcess.Start("APPCONFIG_EMULATOR", null, [data.Path, $"{FreePorts.Take(1)[0]}"]);
        var connection = await tool.ReadyAsync(TimeSpan.FromSeconds(30), () => Task.FromResult(ConnectionIn(tool.Output)));
        var emulator = new AppConfigurationEmulator(tool, data, connection);
        await tool.ReadyAsync(TimeSpan.FromSeconds(60), () => Answers.WhereItDoesAsync(emulator.AllAsync));
        return emulator;
    }

    public async Task<List<ConfigurationSetting>> AllAsync()
    {
        var all = new List<ConfigurationSetting>();
        await foreach (var setting in Client.GetConfigurationSettingsAsync(new SettingSelector())) all.Add(setting);
        return all;
    }

    /// <summary>Takes everything out, the locked too.</summary>
    public async Task ClearAsync()
    {
        foreach (var setting in await AllAsync())
        {
            if (setting.IsReadOnly == true) await Client.SetReadOnlyAsync(setting.Key, setting.Label, false);
            await Client.DeleteConfigurationSettingAsync(setting.Key, setting.Label);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string? ConnectionIn(IEnumerable<string> output) =>
        output.Select(line => line[Math.Max(0, line.IndexOf("Endpoint=", StringComparison.Ordinal))..]).FirstOrDefault(line => line.StartsWith("Endpoint=", StringComparison.Ordinal));
}

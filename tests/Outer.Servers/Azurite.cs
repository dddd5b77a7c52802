using Azure.Data.Tables;

namespace Outer.Servers;

/// <summary>The Azure Storage emulator on ports and a folder of its own.</summary>
/// <remarks>Command: <c>AZURITE</c>, else <c>azurite</c> on the path.</remarks>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's well-known account; no secret.</summary>
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly ToolProcess process;
    private readonly TemporaryFolder folder;

    private Azurite(ToolProcess process, TemporaryFolder folder, string connection)
    {
        this.process = process;
        this.folder = folder;
        Connection = connection;
    }

    /// <summary>As <c>AzureWebJobsStorage</c> takes it.</summary>
    public string Connection { get; }

    /// <summary>The requests it answered so far: empty unless it keeps an access log.</summary>
    public IEnumerable<StorageRequest> Requests => process.Output.Select(StorageRequest.Of).OfType<StorageRequest>();

    /// <exception cref="ToolMissingException">It is not on this machine.</exception>
    public static Task<Azurite> StartAsync() => StartAsync("--silent");

    /// <summary>Notes every request it answers.</summary>
    /// <exception cref="ToolMissingException">It is not on this machine.</exception>
    public static Task<Azurite> StartWithAccessLogAsync() => StartAsync(null);

    private static async Task<Azurite> StartAsync(string? silent)
    {
        var data = new TemporaryFolder();
        var ports = FreePorts.Take(3);
        string[] services = ["blob", "queue", "table"];
        var listening = services.Zip(ports).SelectMany(service => (string[])[$"--{service.First}Host", "127.0.0.1", $"--{service.First}Port", $"{service.Second}"]);
        var tool = ToolProcess.Start(
            "AZURITE", "azurite", [.. silent is null ? Array.Empty<string>() : [silent], "--disableTelemetry", "--skipApiVersionCheck", "--loose", "--location", data.Path, .. listening]);
        var connection = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" + string.Concat(
            services.Zip(ports).Select(service => $"{char.ToUpperInvariant(service.First[0])}{service.First[1..]}Endpoint=http://127.0.0.1:{service.Second}/{Account};"));
        var azurite = new Azurite(tool, data, connection);
        await tool.ReadyAsync(TimeSpan.FromSeconds(60), () => Answers.WhereItDoesAsync(() => azurite.Tables().GetPropertiesAsync()));
        return azurite;
    }

    public TableServiceClient Tables()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(50);
        return new(Connection, options);
    }

    /// <summary>A table that nobody else uses.</summary>
    public TableClient NewTable() => Tables().GetTableClient("t" + Guid.NewGuid().ToString("N"));

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }
}

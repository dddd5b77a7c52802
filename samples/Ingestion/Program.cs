using Ingestion;

if (!IngestionOptions.TryParse(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n\n{IngestionOptions.Usage}");
    return 2;
}

await using var app = IngestionService.Create(options);
try
{
    await app.StartAsync();
}
catch (IOException error)
{
    await Console.Error.WriteLineAsync($"cannot listen on port {options.Port}: {error.Message}");
    return 1;
}

Console.WriteLine($"listening on {app.Urls.Single()}");
if (options.UntilStdinCloses) _ = StopWhenStdinClosesAsync(app.Lifetime);
await app.WaitForShutdownAsync();
return 0;

static async Task StopWhenStdinClosesAsync(IHostApplicationLifetime lifetime)
{
    await Console.OpenStandardInput().CopyToAsync(Stream.Null);
    lifetime.StopApplication();
}

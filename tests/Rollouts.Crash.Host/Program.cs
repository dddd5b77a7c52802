using Microsoft.Extensions.Logging;
using Rollouts.Local;

// The embedded host on the folder that is given, on a port of its own. It ends with its standard input, so that none outlives its test.
await using var app = LocalWeb.Create(
    LocalOptions.In(args[0]) with { Url = "http://127.0.0.1:0" },
    logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
await app.StartAsync();
Console.WriteLine(app.Urls.Single());
await Console.In.ReadToEndAsync();
await app.StopAsync();

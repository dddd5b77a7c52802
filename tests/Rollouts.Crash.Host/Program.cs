using System.Text.Json;
using Microsoft.Extensions.Logging;
using Rollouts.Engine;
using Rollouts.Local;

// The embedded host on the folder that is given, on a port of its own, with a Slack where the second argument names a file for it. It ends with its
// standard input, so that none outlives its test.
var slack = args is [_, var file] ? JsonSerializer.Deserialize<SlackSettings>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web) : null;
await using var app = LocalWeb.Create(
    LocalOptions.In(args[0]) with { Url = "http://127.0.0.1:0", Slack = slack },
    logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
await app.StartAsync();
Console.WriteLine(app.Urls.Single());
await Console.In.ReadToEndAsync();
await app.StopAsync();

using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Rollouts.Cli.Pages;
using Rollouts.Engine;
using Rollouts.Local;
using Rollouts.Telemetry;

namespace Rollouts.Cli.Verbs;

/// <summary>Runs the embedded host until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Verb Create()
    {
        var data = new Option<string>("--data") { Description = "The folder that holds everything", HelpName = "FOLDER", DefaultValueFactory = _ => ".rollouts" };
        var flags = Verb.Text("--flags", "The flags file that apps read; flags.json in the data folder if silent", "FILE");
        var allow = new Option<string[]>("--allow-host") { Description = "A host that metrics and webhooks may be on besides this machine, as host:port or host:*", HelpName = "HOST" };
        var alerts = Verb.Text("--alerts", "A JSON file that says how the senders of alerts prove themselves", "FILE");
        var slack = Verb.Text("--slack", "A JSON file that names the Slack app in which people decide", "FILE");
        var operators = Verb.Text("--operators", "A JSON file that names who may command the host, with a token each; without it everybody on this machine may, and nobody else", "FILE");
        var channels = Verb.Text("--channels", "A JSON file with the mail server and web addresses of the plans' channels", "FILE");
        return new Verb("serve", "Run the host on this machine, at --url", "rollout serve", "rollout serve --data /var/lib/rollouts --flags /etc/app/flags.json --allow-host prometheus.internal:9090") { data, flags, allow, alerts, slack, operators, channels }
            .Does(call => ServeAsync(call, Options(call, call.Get(data), call.Get(flags), call.Get(allow)), call.Get(alerts), call.Get(slack), call.Get(operators), call.Get(channels)));
    }

    private static LocalOptions Options(Call call, string data, string? flags, string[] allow)
    {
        // A star or a plus listens on every address of the machine.
        Call.Address(call.Url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (File.Exists(data)) throw new UsageException($"--data {data} is a file, not a folder");
        var options = LocalOptions.In(Path.GetFullPath(data)) with { Url = call.Url };
        return options with { Flags = flags is null ? options.Flags : Path.GetFullPath(flags), AllowedHosts = [.. options.AllowedHosts, .. allow] };
    }

    private static async Task<int> ServeAsync(Call call, LocalOptions options, string? alerts, string? slack, string? operators, string? channels)
    {
        try
        {
            if (alerts is not null) options = options with { Alerts = await SettingsFile.ReadAsync<AlertSettings>(alerts, settings => settings.Problems(), call.Cancellation) };
            if (slack is not null) options = options with { Slack = await SettingsFile.ReadAsync<SlackSettings>(slack, settings => settings.Problems(), call.Cancellation) };
            if (operators is not null) options = options with { Operators = await SettingsFile.ReadAsync<OperatorSettings>(operators, settings => settings.Problems(), call.Cancellation) };
            if (channels is not null) options = options with { Channels = await SettingsFile.ReadAsync<ChannelSettings>(channels, settings => settings.Problems(), call.Cancellation) };
            var otlp = OtlpSettings.Read(Environment.GetEnvironmentVariable);
            using var export = OtlpExport.Begin(otlp, "Microsoft.AspNetCore");
            await using var app = LocalWeb.Create(options, logging => Log(logging, otlp));
            await app.StartAsync(call.Cancellation);
            var url = app.Urls.First();
            if (call.IsJson) call.Terminal.WriteJson(new { url, data = options.Data, flags = options.Flags });
            else call.Terminal.Write(new Page().Line(Phrase.Of($"listening on [bold]{url}[/]")).Columns([["data", options.Data], ["flags", options.Flags]]));
            await call.Terminal.Output.FlushAsync(call.Cancellation);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var told = call.Cancellation.Register(() => stopped.TrySetResult());
            await using var stopping = app.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
            await stopped.Task;
            await app.StopAsync(CancellationToken.None);
            return ExitCode.Fine;
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            return call.Fail("the host cannot start", $"something listens on {options.Url} already, perhaps another host; choose another address with --url", null, ExitCode.Failed);
        }
        catch (Exception problem) when (problem is StoreException or IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return call.Fail("the host cannot start", problem.Message, null, ExitCode.Failed);
        }
    }

    /// <summary>The log goes to the error stream: the output says where it listens, for scripts to read. That it cannot start is said once, by the verb.</summary>
    private static void Log(ILoggingBuilder logging, OtlpSettings otlp)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "HH:mm:ss "))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        OtlpExport.AddLogs(logging, otlp);
    }
}

using Rollouts.SlackPreview;

namespace Rollouts.Telemetry.Tests;

/// <summary><c>rollout serve</c> with a collector and a Slack beside it.</summary>
internal sealed class ServedHouse : IAsyncDisposable
{
    public const string Lead = "U0LEAD";

    private ServedHouse(PreviewServer slack, Collector collector, ServedHost host) => (Slack, Collector, Host) = (slack, collector, host);

    public PreviewServer Slack { get; }

    public Collector Collector { get; }

    public ServedHost Host { get; }

    public static async Task<ServedHouse> StartAsync()
    {
        var workspace = new Workspace(TimeProvider.System) { Channels = { ["C0LAUNCH"] = "launch", ["C0INCIDENTS"] = "incidents" } };
        workspace.Users[Lead] = new(Lead, "lena");
        var slack = await PreviewServer.StartAsync(workspace, TimeProvider.System);
        var collector = await Collector.StartAsync();
        var host = ServedHost.Begin(
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_BLRP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ],
            new
            {
                signingSecrets = new[] { workspace.SigningSecret }, team = workspace.Team, app = workspace.App, token = "xoxb-preview", api = slack.Api,
                replyHosts = new[] { slack.Address.Authority }, channels = new Dictionary<string, string>(StringComparer.Ordinal) { ["#launch"] = "C0LAUNCH", ["#incidents"] = "C0INCIDENTS" }, fallback = "C0LAUNCH",
            });
        await host.ListensAsync();
        slack.Serve(host.Client.BaseAddress!, TimeProvider.System);
        return new(slack, collector, host);
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Collector.DisposeAsync();
        await Slack.DisposeAsync();
    }
}

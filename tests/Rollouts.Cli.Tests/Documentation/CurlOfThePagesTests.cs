using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Rollouts.Cli.Tests.Documentation;

/// <summary>What pages send with curl is taken by a host, and what they leave out is asked for.</summary>
public sealed partial class CurlOfThePagesTests : IAsyncLifetime
{
    private readonly RunningHost host = new();
    private readonly HttpClient http = new();

    private static string Now => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public Task InitializeAsync() => host.InitializeAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_alert_by_hand_is_read()
    {
        var body = Quoted().Match(RepositoryFiles.Read("docs", "embedded-host.md")).Groups["body"].Value.Replace("'$(date -u +%FT%TZ)'", Now, StringComparison.Ordinal);
        using var answer = await http.PostAsync(new Uri($"{host.Url}/api/alerts/alertmanager"), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("\"unread\":[]", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_without_a_sender_are_told_which_header_names_one()
    {
        using var answer = await http.PostAsync(new Uri($"{host.Url}/api/events"), new StringContent("{}", Encoding.UTF8, "application/x-ndjson"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("say who sends events, in the header X-Rollout-Actor", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_of_the_page_is_taken()
    {
        var body = Escaped().Match(RepositoryFiles.Read("docs", "events.md")).Groups["body"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("$(date -u +%FT%TZ)", Now, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{host.Url}/api/events") { Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson") };
        request.Headers.Add("X-Rollout-Actor", "checkout-service");
        using var answer = await http.SendAsync(request);
        Assert.Contains("\"taken\":1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_exit_code_is_on_the_page()
    {
        var page = RepositoryFiles.Read("docs", "embedded-host.md");
        Assert.All(
            new[] { ExitCode.Fine, ExitCode.Failed, ExitCode.BadUsage, ExitCode.TimedOut, ExitCode.WaitsForPerson, ExitCode.Inconclusive, ExitCode.Interrupted },
            code => Assert.Contains(FormattableString.Invariant($"\n| {code} | "), page, StringComparison.Ordinal));
    }

    [GeneratedRegex("alertmanager --json [^']*'(?<body>.+)'\n", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("--data \"(?<body>.+)\"\n", RegexOptions.None, 1000)]
    private static partial Regex Escaped();
}

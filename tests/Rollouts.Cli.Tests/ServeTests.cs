namespace Rollouts.Cli.Tests;

/// <summary>The host as the command line runs it.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollout-serve-");

    private string Data => Path.Combine(folder.FullName, "data");

    [Fact]
    public async Task Serve_says_where_it_listens_takes_commands_and_stops_when_told()
    {
        using var stop = new CancellationTokenSource();
        using var output = new SharedText();
        var serving = Serve(output, stop.Token);
        var url = await UrlOf(output, serving);
        Assert.Contains("no rollouts", (await Ran.Of("list", "--url", url)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Data));

        var second = (await Ran.Of("serve", "--data", Data, "--url", "http://127.0.0.1:0")).Ended(ExitCode.Failed);
        Assert.StartsWith("error: the host cannot start: ", second.Errors, StringComparison.Ordinal);
        var taken = (await Ran.Of("serve", "--data", Data + "2", "--url", url)).Ended(ExitCode.Failed);
        Assert.Equal($"error: the host cannot start: something listens on {url} already, perhaps another host; choose another address with --url\n", taken.Errors);

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Fine, await serving.WaitAsync(TimeSpan.FromSeconds(20)));
        (await Ran.Of("list", "--url", url)).Ended(ExitCode.Failed);
    }

    [Fact]
    public async Task A_file_where_the_data_folder_should_be_is_named_and_kept()
    {
        var file = Path.Combine(folder.FullName, "plan.yaml");
        await File.WriteAllTextAsync(file, TinyPlan.Text);
        var ran = (await Ran.Of("serve", "--data", file, "--url", "http://127.0.0.1:0")).Ended(ExitCode.BadUsage);
        Assert.Equal($"error: --data {file} is a file, not a folder\n", ran.Errors);
        Assert.Equal(TinyPlan.Text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_file_of_settings_that_is_not_there_is_named() =>
        Assert.Equal("error: the host cannot start: there is no file no-such.json\n", (await Ran.Of("serve", "--data", Data, "--url", "http://127.0.0.1:0", "--slack", "no-such.json")).Ended(ExitCode.Failed).Errors);

    [Fact]
    public async Task A_launch_goes_on_after_the_host_was_stopped_and_started_again()
    {
        var plan = Path.Combine(folder.FullName, "tiny.yaml");
        await File.WriteAllTextAsync(plan, TinyPlan.Text);
        await While(async url => (await Ran.Of("start", plan, "--name", "kept", "--as", "ann", "--url", url)).Ended(ExitCode.Fine));
        await While(async url => (await Ran.Of("mark", "kept", "Runbook read", "--evidence", plan, "--as", "ann", "--url", url)).Ended(ExitCode.Fine));
        await While(async url => Assert.Contains("phase     P0", (await Ran.Of("get", "kept", "--url", url)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"alertmanager\": {\"user\": \"prometheus\"}}", "Alerts__Alertmanager__User and Alerts__Alertmanager__Password go together")]
    [InlineData("{\"alertManager\": {\"tokem\": \"x\"}}", "tokem")]
    [InlineData("{", "alerts.json: ")]
    [InlineData("null", "alerts.json is empty")]
    public async Task A_file_about_the_senders_of_alerts_that_is_wrong_stops_the_start_and_says_where(string text, string why)
    {
        var path = Path.Combine(folder.FullName, "alerts.json");
        await File.WriteAllTextAsync(path, text);

        var ran = (await Ran.Of("serve", "--data", Data, "--url", "http://127.0.0.1:0", "--alerts", path)).Ended(ExitCode.Failed);

        Assert.Contains(why, ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "SigningSecrets: the app's signing secret is needed")]
    [InlineData("{\"signingSecrets\": [\"12345678\"], \"app\": \"A1\", \"token\": \"x\"}", "Team: the workspace's id is needed")]
    [InlineData("{\"signingSecrets\": [\"12345678\"], \"team\": \"T1\", \"app\": \"A1\", \"token\": \"x\", \"channels\": {\"#launch\": \"launch\"}}", "Channels: 'launch' is not the id of a channel")]
    [InlineData("{\"secret\": \"x\"}", "slack.json: ")]
    [InlineData("null", "slack.json is empty")]
    public async Task A_file_about_Slack_that_is_wrong_stops_the_start_and_says_where(string text, string why)
    {
        var path = Path.Combine(folder.FullName, "slack.json");
        await File.WriteAllTextAsync(path, text);
        var ran = (await Ran.Of("serve", "--data", Data, "--url", "http://127.0.0.1:0", "--slack", path)).Ended(ExitCode.Failed);
        Assert.Contains(why, ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_senders_of_alerts_are_asked_for_what_the_file_says()
    {
        var path = Path.Combine(folder.FullName, "alerts.json");
        await File.WriteAllTextAsync(path, """{"alertmanager": {"token": "s3cret"}, "pagerDuty": {"services": {"PF9KMXH": {"rule": "Checkout down"}}}}""");
        using var stop = new CancellationTokenSource();
        using var output = new SharedText();
        var serving = Cli.RunAsync(["serve", "--data", Data, "--url", "http://127.0.0.1:0", "--alerts", path], output, TextWriter.Null, stop.Token);
        using var http = new HttpClient { BaseAddress = new(await UrlOf(output, serving)) };

        async Task<System.Net.HttpStatusCode> SendAsync(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/alerts/alertmanager") { Content = System.Net.Http.Json.JsonContent.Create(new { version = "4", alerts = Array.Empty<int>() }) };
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            return (await http.SendAsync(request)).StatusCode;
        }

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, await SendAsync(null));
        Assert.Equal(System.Net.HttpStatusCode.Accepted, await SendAsync("s3cret"));
        await stop.CancelAsync();
        await serving.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task While(Func<string, Task> act)
    {
        using var stop = new CancellationTokenSource();
        using var output = new SharedText();
        var serving = Serve(output, stop.Token);
        await act(await UrlOf(output, serving));
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Fine, await serving.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private Task<int> Serve(SharedText output, CancellationToken stop) =>
        Cli.RunAsync(["serve", "--data", Data, "--url", "http://127.0.0.1:0"], output, TextWriter.Null, stop);

    private static async Task<string> UrlOf(SharedText output, Task serving)
    {
        const string Says = "listening on ";
        for (var i = 0; i < 200 && !serving.IsCompleted; i++)
        {
            if (output.ToString().Split('\n')[0] is var first && first.StartsWith(Says, StringComparison.Ordinal)) return first[Says.Length..];
            await Task.Delay(50);
        }

        throw new InvalidOperationException("it does not listen: " + output);
    }
}

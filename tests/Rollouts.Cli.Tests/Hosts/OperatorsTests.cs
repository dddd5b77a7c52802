using System.Net;
using System.Net.Http.Json;

namespace Rollouts.Cli.Tests.Hosts;

/// <summary>Who may look and command from elsewhere.</summary>
public sealed class OperatorsTests : IDisposable
{
    private const string AdasToken = "adas-token-that-nobody-guesses";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollout-operators-");
    private readonly CancellationTokenSource stop = new();
    private readonly SharedText output = new();

    [Fact]
    public async Task With_operators_a_token_is_needed_and_says_who_one_is()
    {
        var variable = "ADAS_TOKEN_" + folder.Name.Replace('-', '_');
        Environment.SetEnvironmentVariable(variable, AdasToken);
        await File.WriteAllTextAsync(PathOf("linus"), "linus-token-that-nobody-guesses\n");
        var linus = "${file:" + PathOf("linus").Replace("\\", "/", StringComparison.Ordinal) + "}";
        var (http, serving) = await ServeAsync(System.Text.Json.JsonSerializer.Serialize(new { ada = new { token = "${" + variable + "}", groups = new[] { "leads" } }, linus = new { token = linus } }));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(http, "api/rollouts", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(http, "api/rollouts", "a-token-that-somebody-guessed")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, "api/rollouts", AdasToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, "api/rollouts", "linus-token-that-nobody-guesses", "rollouts.example")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, "api/openapi.json", null, "rollouts.example")).StatusCode);
        var health = await SendAsync(http, "api/health", null, "rollouts.example");
        Assert.Equal("{\"status\":\"Healthy\"}", await health.Content.ReadAsStringAsync());
        Assert.Contains("\"dependencies\":", await (await SendAsync(http, "api/health", AdasToken)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var stranger = (await Ran.Of("health", "--url", http.BaseAddress!.ToString())).Ended(ExitCode.Fine).Out;
        Assert.Equal("the host is well\n  details  for those who prove who they are\n", stranger);

        using var start = new HttpRequestMessage(HttpMethod.Post, "api/rollouts") { Content = JsonContent.Create(new { rollout = "d7", planText = TinyPlan.Text }) };
        (start.Headers.Authorization, start.Headers.Host) = (new("Bearer", AdasToken), "rollouts.example");
        start.Headers.Add("X-Rollout-Actor", "linus");
        start.Headers.Add("Idempotency-Key", "once");
        var started = await http.SendAsync(start);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        var journal = await (await SendAsync(http, "api/rollouts/d7/journal", AdasToken)).Content.ReadAsStringAsync();
        Assert.Contains("\"ada\"", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("\"linus\"", journal, StringComparison.Ordinal);
        await StopAsync(serving);
    }

    [Fact]
    public async Task Without_operators_only_this_machine_may_even_look()
    {
        var (http, serving) = await ServeAsync(null);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(http, "api/rollouts", null)).StatusCode);
        var elsewhere = await SendAsync(http, "api/rollouts", null, "rollouts.example");
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.Contains("--operators", await elsewhere.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await StopAsync(serving);
    }

    [Theory]
    [InlineData("{}", "nobody is named")]
    [InlineData("{\"ada\": {\"token\": \"short\"}}", "ada: a token of at least 20 characters is needed")]
    [InlineData("{\"system\": {\"token\": \"adas-token-that-nobody-guesses\"}}", "'system' is no name of a person")]
    [InlineData("{\"ada\": {\"token\": \"adas-token-that-nobody-guesses\"}, \"bob\": {\"token\": \"adas-token-that-nobody-guesses\"}}", "ada and bob have the same token")]
    [InlineData("{\"ada\": {\"token\": \"${NO_SUCH_VARIABLE_HERE}\"}}", "operators.json: the environment variable NO_SUCH_VARIABLE_HERE is not set")]
    [InlineData("{\"ada\": {\"token\": \"${file:/no/such/secret}\"}}", "there is no file /no/such/secret")]
    [InlineData("{\"ada\": {\"secret\": \"x\"}}", "secret")]
    public async Task A_file_of_operators_that_is_wrong_stops_the_start_and_says_why(string text, string why)
    {
        await File.WriteAllTextAsync(PathOf("operators.json"), text);
        var ran = (await Ran.Of("serve", "--data", PathOf("data"), "--url", "http://127.0.0.1:0", "--operators", PathOf("operators.json"))).Ended(ExitCode.Failed);
        Assert.Contains(why, ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody-guesses", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_names_what_is_not_well_and_whoever_would_restart_the_host_sees_that_it_is_alive()
    {
        var (http, serving) = await ServeAsync(null);
        var url = http.BaseAddress!.ToString();
        Assert.StartsWith("the host is well\n", (await Ran.Of("health", "--url", url)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);

        await File.WriteAllTextAsync(PathOf("data", "flags.json"), "no JSON");
        var ill = (await Ran.Of("health", "--url", url)).Ended(ExitCode.Failed);
        Assert.StartsWith("the host is not well\n", ill.Out, StringComparison.Ordinal);
        Assert.Contains("flags  ", ill.Out, StringComparison.Ordinal);
        Assert.Equal("Unhealthy", (await Ran.Of("health", "--url", url, "--alive", "--json")).Ended(ExitCode.Fine).Json.GetProperty("status").GetString());
        await StopAsync(serving);
        (await Ran.Of("health", "--url", url, "--alive")).Ended(ExitCode.Failed);
    }

    public void Dispose()
    {
        stop.Dispose();
        output.Dispose();
        folder.Delete(recursive: true);
    }

    private string PathOf(params string[] parts) => Path.Combine([folder.FullName, .. parts]);

    private async Task<(HttpClient Http, Task<int> Serving)> ServeAsync(string? operators)
    {
        if (operators is not null) await File.WriteAllTextAsync(PathOf("operators.json"), operators);
        string[] args = ["serve", "--data", PathOf("data"), "--url", "http://127.0.0.1:0", .. operators is null ? Array.Empty<string>() : ["--operators", PathOf("operators.json")]];
        var errors = new StringWriter();
        var serving = Cli.RunAsync(args, output, errors, stop.Token);
        const string Says = "listening on ";
        for (var i = 0; i < 400 && !serving.IsCompleted; i++)
        {
            if (output.ToString().Split('\n')[0] is var first && first.StartsWith(Says, StringComparison.Ordinal)) return (new() { BaseAddress = new(first[Says.Length..]) }, serving);
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"it does not listen: {output}{errors}");
    }

    private async Task StopAsync(Task<int> serving)
    {
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Fine, await serving.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, string? token, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        request.Headers.Host = host;
        return await http.SendAsync(request);
    }
}

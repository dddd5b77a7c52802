using System.Text.Json;
using Rollouts.Contracts;

namespace Rollouts.Cli.Tests.Channels;

/// <summary>Mail over STARTTLS, from the program as it is run to a server that proves who it is.</summary>
public sealed class EncryptedMailTests : IDisposable
{
    private const string Plan = """
        plan: mailed
        title: Mailed launch
        channel: "#launch"
        channels: { "#launch": mail }
        roles: { lead: { members: [ada] } }
        flags: { mailed: { dial: exposure, unit: user } }
        phases:
          - phase: P1
            title: Everybody
            lasts: 1s..
            exposure: { percent: 10 }
            enter: [{ item: Ready, owner: lead }]
            gate: [{ item: Looked at, owner: lead }]

        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollout-mail-");
    private readonly TestAuthority authority = new();
    private readonly SmtpServer server = new() { OffersStartTls = true, OffersLogin = true };

    public void Dispose()
    {
        server.Certificate?.Dispose();
        server.Dispose();
        authority.Dispose();
        folder.Delete(true);
    }

    [Fact]
    public async Task Login_and_mail_go_over_the_encrypted_connection_to_a_server_whose_certificate_is_trusted()
    {
        server.Certificate = authority.For("localhost");
        using var host = await LaunchAsync(authority.Pem);

        await host.UntilAsync(() => Task.FromResult(string.Join('\n', server.Mails.Select(mail => mail.Header("Subject")))), seen => seen.Contains("Launch: Mailed launch", StringComparison.Ordinal));
        await host.UntilAsync(async () => (await Ran.Of("journal", "mailed", "--json", "--url", host.Url)).Ended(ExitCode.Fine).Out, seen => seen.Contains("\"mail:<mailed.", StringComparison.Ordinal));
        Assert.All(server.Mails, mail => Assert.Equal(("rollouts:correct horse", "launch@example.com"), (mail.Login, mail.To[0])));
        Assert.All(server.Clear.Where(line => line.Length > 0), line => Assert.True(line.StartsWith("EHLO ", StringComparison.Ordinal) || line == "STARTTLS", line));
        Assert.DoesNotContain("incidents", (await Ran.Of("get", "mailed", "--url", host.Url)).Ended(ExitCode.Fine).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("of an authority that is not trusted")]
    [InlineData("of another server")]
    [InlineData("that has run out")]
    public async Task A_certificate_that_proves_nothing_gets_neither_login_nor_mail(string certificate)
    {
        using var stranger = new TestAuthority();
        server.Certificate = certificate switch
        {
            "of an authority that is not trusted" => stranger.For("localhost"),
            "of another server" => authority.For("mail.example.com"),
            _ => authority.For("localhost", until: -1),
        };
        using var host = await LaunchAsync(authority.Pem);

        await host.UntilAsync(async () => (await Ran.Of("get", "mailed", "--url", host.Url)).Ended(ExitCode.Fine).Out, seen => seen.Contains("the mail server's certificate is not to be trusted", StringComparison.Ordinal));
        Assert.Empty(server.Mails);
        Assert.All(server.Clear.Where(line => line.Length > 0), line => Assert.True(line.StartsWith("EHLO ", StringComparison.Ordinal) || line == "STARTTLS", line));
    }

    private async Task<ServedWithRoot> LaunchAsync(string root)
    {
        var settings = JsonSerializer.Serialize(new
        {
            mail = new
            {
                host = "localhost", port = server.Port, user = "rollouts", password = "correct horse", from = "Rollouts <rollouts@example.com>",
                channels = new Dictionary<string, string[]> { ["#launch"] = ["launch@example.com"] }, people = new Dictionary<string, string>(),
            },
        });
        var host = await ServedWithRoot.StartAsync(folder.FullName, settings, root);
        var plan = Path.Combine(folder.FullName, "mailed.yaml");
        await File.WriteAllTextAsync(plan, Plan);
        (await Ran.Of("start", plan, "--name", "mailed", "--as", "ada", "--url", host.Url)).Ended(ExitCode.Fine);
        return host;
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

public sealed partial class SettingsTests
{
    private static readonly Dictionary<string, string?> Right = new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["AppConfiguration:Endpoint"] = "https://flags.azconfig.io",
        ["GatherKpisSchedule"] = "0 * * * * *",
        ["ReviewGatesSchedule"] = "0 */5 * * * *",
    };

    /// <summary>What the host's start checks.</summary>
    private static void Start(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Right, StringComparer.Ordinal);
        foreach (var (name, value) in changes) settings[name] = value;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSettings();
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void The_settings_that_are_needed_are_enough() => Start();

    [Theory]
    [InlineData("""{"mail": {"host": "smtp.example.com", "from": "nobody", "password": "hidden"}}""", "Channels: Mail: From")]
    [InlineData("""{"webhooks": {"status page": {"url": "https://s.example", "secrets": ["hidden"]}}}""", "Channels: Webhooks: status page: Secrets")]
    [InlineData("hidden", "Channels: cannot be read at $")]
    public void Channels_that_are_wrong_stop_the_start_and_no_secret_is_said(string channels, string said)
    {
        var problem = Assert.Throws<OptionsValidationException>(() => Start(("Channels", channels)));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_of_local_settings_is_enough_and_names_no_setting_that_nobody_reads()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository, "local.settings.sample.json")));
        var values = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => (value.Name.Replace("__", ":", StringComparison.Ordinal), value.Value.GetString())).ToArray();

        Start([("AppConfiguration:Endpoint", null), .. values]);

        string[] ofTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "TASKHUB_NAME"];
        Assert.All(values, value => Assert.Contains(value.Item1, ofTheHost.Concat(Ours)));
    }

    [Fact]
    public void Every_setting_is_documented_and_every_documented_setting_is_read()
    {
        var page = File.ReadAllText(Path.Combine(Repository, "docs", "azure.md"));
        var named = Words().Matches(page).Select(match => match.Value.Replace("__PF9KMXH__", "__*__", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        var ours = Ours.Select(name => name.Replace(":", "__", StringComparison.Ordinal)).Where(name => !name.Contains('*', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        Assert.All(ours.Except(named), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.All(named, name => Assert.Contains(name, Ours.Select(own => own.Replace(":", "__", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_template_sets_what_has_to_be_set_and_nothing_that_is_not_read()
    {
        var template = File.ReadAllText(Path.Combine(Repository, "infra", "modules", "settings.bicep"));
        var variables = template[template.IndexOf("var platform = {", StringComparison.Ordinal)..template.IndexOf("resource settings", StringComparison.Ordinal)];
        var set = Assignments().Matches(variables).Select(match => match.Groups["name"].Value)
            .Concat(SecretNames().Match(template).Value.Split(',')).Select(name => name.Replace("__", ":", StringComparison.Ordinal)).ToArray();

        string[] ofThePlatform =
        [
            "AzureWebJobsStorage:credential", "AzureWebJobsStorage:clientId", "AzureWebJobsStorage:blobServiceUri", "AzureWebJobsStorage:queueServiceUri",
            "AzureWebJobsStorage:tableServiceUri", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AZURE_CLIENT_ID", "TASKHUB_NAME",
            "DTS_CONNECTION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT",
        ];
        Assert.All(set, name => Assert.Contains(name, ofThePlatform.Concat(Ours)));
        string[] needed = ["AppConfiguration:Endpoint", "GatherKpisSchedule", "ReviewGatesSchedule", "Slack:SigningSecrets", "Slack:Token", "Slack:Team", "Slack:App"];
        Assert.All([.. ofThePlatform, .. needed], name => Assert.Contains(name, set));
    }

    [Fact]
    public void The_vault_gives_each_secret_under_the_name_that_its_setting_refers_to()
    {
        var modules = Path.Combine(Repository, "infra", "modules");
        var referred = SecretNames().Match(File.ReadAllText(Path.Combine(modules, "settings.bicep"))).Value.Split(',').Select(name => name.Replace("__", "--", StringComparison.Ordinal));
        var kept = SecretsOfTheVault().Matches(File.ReadAllText(Path.Combine(modules, "vault.bicep"))).Select(match => match.Groups["name"].Value);
        Assert.Equal(referred, kept);
    }

    [GeneratedRegex(@"Slack__\w+,Slack__\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretNames();

    [GeneratedRegex(@"parent: vault\s+name: '(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretsOfTheVault();

    [GeneratedRegex(@"(?<=^ +|\{ )(?<name>[A-Z]\w+): ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignments();

    [GeneratedRegex("(?<![A-Za-z_])(Journal|AppConfiguration|Configuration|Outbound|Monitor|Identity|Alerts|Slack)__[A-Za-z0-9_]*[A-Za-z0-9]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    private static string Repository => Path.Combine(TheApp.Folder, "..", "..", "..", "..", "..");

    /// <summary>Every setting that the app reads; a star for a name that is not fixed.</summary>
    private static IEnumerable<string> Ours { get; } =
    [
        .. Of(JournalSettings.Section, typeof(JournalSettings)), .. Of(FlagSettings.Section, typeof(FlagSettings)), .. Of(OutboundSettings.Section, typeof(OutboundSettings)),
        .. Of("", typeof(ScheduleSettings)), .. Of(IdentitySettings.Section, typeof(IdentitySettings)), .. Of(AlertSettings.Section, typeof(AlertSettings)),
        .. Of(SecureWebhookSettings.Section, typeof(SecureWebhookSettings)), .. Of(MonitorSettings.Section, typeof(MonitorSettings)),
        .. Of(OwnConfigurationSettings.Section, typeof(OwnConfigurationSettings)), .. Of(SlackAppSettings.Section, typeof(SlackAppSettings)),
    ];

    private static IEnumerable<string> Of(string section, Type type) =>
        from property in type.GetProperties()
        where property.CanWrite
        let name = section.Length == 0 ? property.Name : $"{section}:{property.Name}"
        from setting in property.PropertyType switch
        {
            { IsGenericType: true } map when map.GetGenericTypeDefinition() == typeof(Dictionary<,>) => Of(name + ":*", map.GetGenericArguments()[1]),
            { IsClass: true } part when part != typeof(string) => Of(name, part),
            _ => [name],
        }
        select setting;

    [Theory]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "https://account.table.core.windows.net")]
    [InlineData("AzureWebJobsStorage:accountName", "account")]
    public void The_journal_can_be_reached_with_the_apps_identity(string name, string value) => Start(("AzureWebJobsStorage", null), (name, value));

    [Theory]
    [InlineData("AzureWebJobsStorage", null, "set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__tableServiceUri or AzureWebJobsStorage__accountName")]
    [InlineData("Journal:Connection", "Elsewhere", "set Elsewhere to a connection string, or Elsewhere__tableServiceUri")]
    [InlineData("Journal:Table", "no-hyphens", "Journal__Table is 'no-hyphens'")]
    [InlineData("AppConfiguration:Endpoint", null, "set AppConfiguration__Endpoint, or AppConfiguration__ConnectionString")]
    [InlineData("AppConfiguration:Endpoint", "flags", "AppConfiguration__Endpoint is 'flags', which is no address")]
    [InlineData("AppConfiguration:ConnectionString", "Endpoint=https://flags;Id=a;Secret=b", "are both set: set one")]
    [InlineData("Alerts:Alertmanager:User", "prometheus", "Alerts__Alertmanager__User and Alerts__Alertmanager__Password go together")]
    [InlineData("Alerts:PagerDuty:Services:PF9KMXH:Rollout", "d7", "Alerts__PagerDuty__Services__PF9KMXH__Rule is missing")]
    [InlineData("GatherKpisSchedule", null, "GatherKpisSchedule is not set: set it to a schedule of six fields, usually '0 * * * * *'")]
    [InlineData("ReviewGatesSchedule", "*/5 * * * *", "ReviewGatesSchedule is '*/5 * * * *', which is no schedule of six fields, seconds first")]
    [InlineData("Monitor:Cloud", "Mars", "Monitor__Cloud is 'Mars': it must be one of Public, Government, China")]
    [InlineData("Configuration:Endpoint", "flags", "Configuration__Endpoint is 'flags', which is no address")]
    [InlineData("Configuration:ConnectionString", "nothing", "Configuration__ConnectionString is no connection string of App Configuration")]
    [InlineData("Configuration:RefreshSeconds", "0", "Configuration__RefreshSeconds is 0: it must be from 1 to 86400")]
    [InlineData("Identity:TenantId", "contoso", "Identity__TenantId and Identity__Audience go together")]
    [InlineData("Identity:TenantId", "contoso", "Identity__TenantId is 'contoso': it must be the tenant's id, a GUID")]
    [InlineData("Identity:Login", "http://login.example.com", "Identity__Login is 'http://login.example.com': it must be an https address")]
    [InlineData("Identity:OperateRole", "", "Identity__OperateRole is empty")]
    [InlineData("Alerts:AzureMonitor:Audience", "api://rollouts", "Alerts__AzureMonitor__TenantId and Alerts__AzureMonitor__Audience go together")]
    [InlineData("Alerts:AzureMonitor:Caller", "AzNS", "Alerts__AzureMonitor__Caller is 'AzNS'")]
    [InlineData("Slack:Token", "xoxb-1", "Slack__SigningSecrets: the app's signing secret is needed")]
    [InlineData("Slack:Token", "xoxb-1", "Slack__Team: the workspace's id is needed")]
    [InlineData("Slack:SigningSecrets", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)", "Slack__SigningSecrets: the vault did not give the secret")]
    [InlineData("Alerts:PagerDuty:Secrets", "@Microsoft.KeyVault(VaultName=v;SecretName=s)", "Alerts__PagerDuty__Secrets: the vault did not give the secret")]
    [InlineData("Channels", "@Microsoft.KeyVault(VaultName=v;SecretName=Channels)", "Channels: the vault did not give the secret")]
    [InlineData("Outbound:AllowedHosts", "example.com, what?", "Outbound__AllowedHosts: 'what?' is not a host")]
    public void A_setting_that_is_missing_or_wrong_stops_the_start_and_is_named(string name, string? value, string message)
    {
        var refused = Record.Exception(() => Start((name, value)));

        // Rules of several sections may have something to say.
        var all = refused is AggregateException several ? several.InnerExceptions : [Assert.IsType<OptionsValidationException>(refused)];
        Assert.Contains(all, each => each is OptionsValidationException && each.Message.Contains(message, StringComparison.Ordinal));
    }

    private static readonly (string, string?)[] Slack = [("Slack:SigningSecrets", "new-secret, old-secret"), ("Slack:Token", "xoxb-1"), ("Slack:Team", "T01"), ("Slack:App", "A01")];

    [Fact]
    public void A_slack_needs_its_secret_token_team_and_app_and_may_name_channels_people_and_groups() =>
        Start([.. Slack, ("Slack:Channels", "launch=C01, #incidents = C02"), ("Slack:Fallback", "launch"), ("Slack:Users", "ada=U01"), ("Slack:Groups", "on-call=S01")]);

    [Theory]
    [InlineData("Slack:Channels", "launch", "Slack__Channels: 'launch' is not NAME=ID")]
    [InlineData("Slack:Channels", "launch=C01, launch=C02", "Slack__Channels: 'launch' is there twice")]
    [InlineData("Slack:Channels", "launch=general", "Slack__Channels: 'general' is not the id of a channel")]
    [InlineData("Slack:Users", "ada=ada", "Slack__Users: 'ada' is not the id of a user")]
    [InlineData("Slack:Groups", "on-call=U01", "Slack__Groups: 'U01' is not the id of a user group")]
    [InlineData("Slack:Fallback", "elsewhere", "Slack__Fallback: 'elsewhere' is not one of the channels")]
    [InlineData("Slack:Api", "slack", "Slack__Api: 'slack/' is no address")]
    [InlineData("Slack:Pages", "here", "Slack__Pages: 'here' is no address")]
    [InlineData("Slack:ReplyHosts", "what?", "Slack__ReplyHosts: 'what?' is not a host")]
    [InlineData("Slack:SigningSecrets", "short", "Slack__SigningSecrets: the app's signing secret is needed")]
    public void A_setting_of_slack_that_is_wrong_is_named_and_no_secret_is_shown(string name, string value, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Start([.. Slack, (name, value)])).Message;

        Assert.Contains(message, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("xoxb-1", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("old-secret", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_that_is_none_is_refused_without_being_shown()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Start(("AppConfiguration:Endpoint", null), ("AppConfiguration:ConnectionString", "c2VjcmV0")));

        Assert.Contains("AppConfiguration__ConnectionString is no connection string", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.Message, StringComparison.Ordinal);
    }
}

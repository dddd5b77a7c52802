using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using Rollouts.Engine;
using Rollouts.FeatureFilters;

namespace Rollouts.Local.Tests;

/// <summary>Microsoft's own code evaluates what we write, for many users, and sees a change without a restart.</summary>
public sealed class FeatureManagementReadsTheFile : IDisposable
{
    private static readonly GovernedKey Flag = GovernedKey.Flag("ingestion_v2_enabled");
    private readonly TemporaryFolder folder = new();
    private readonly FlagsFile store;
    private long seq;

    public FeatureManagementReadsTheFile() => store = new FlagsFile(folder["flags.json"], TimeProvider.System);

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(5)]
    [InlineData(33.3)]
    [InlineData(100)]
    public async Task Ten_thousand_users_are_let_in_as_the_document_says(double percent)
    {
        var audience = new AudienceExposure(
            new Percent(percent),
            ["user-7", "group:beta"],
            ["user-8", "group:frozen", "enterprise-*"],
            Sorted.Empty<Percent>().Add("c-1", new Percent(40)).Add("c-2", Percent.All));
        await WriteAsync(new KeyDocument.Dial(true, audience));

        var letIn = await LetInAsync(Users);

        Assert.Equal(Users.Where(user => Says(audience, user)).Select(user => user.UserId), letIn);
    }

    [Fact]
    public async Task Raising_only_adds_users_and_about_the_share_is_let_in()
    {
        var users = Users.Select(user => new TargetingContext { UserId = user.UserId }).ToList();
        var before = new HashSet<string>();
        foreach (var percent in (double[])[0, 1, 2, 5, 10, 25, 50, 100])
        {
            await WriteAsync(new KeyDocument.Dial(true, AudienceExposure.None with { Percent = new Percent(percent) }));
            var now = (await LetInAsync(users)).ToHashSet();
            Assert.Superset(before, now);
            Assert.InRange(now.Count, users.Count * percent / 100 * 0.85 - 10, users.Count * percent / 100 * 1.15 + 10);
            before = now;
        }

        Assert.Equal(users.Count, before.Count);
    }

    [Fact]
    public async Task Off_is_off_for_all_the_allowed_too()
    {
        await WriteAsync(new KeyDocument.Dial(true, AudienceExposure.None with { Percent = Percent.All, Allowed = ["user-7"] }));
        await WriteAsync(new KeyDocument.Dial(false, AudienceExposure.None));

        Assert.Empty(await LetInAsync(Users.Take(100)));
    }

    [Fact]
    public async Task A_switch_is_on_or_off_for_all()
    {
        await WriteAsync(new KeyDocument.Switch(true));
        Assert.Equal(100, (await LetInAsync(Users.Take(100))).Count);

        await WriteAsync(new KeyDocument.Switch(false));
        Assert.Empty(await LetInAsync(Users.Take(100)));
    }

    [Fact]
    public async Task Of_two_flags_of_one_name_both_sides_mean_the_last()
    {
        await File.WriteAllTextAsync(folder["flags.json"], """
            {"feature_management":{"feature_flags":[{"id":"ingestion_v2_enabled","enabled":true},{"id":"Ingestion_V2_enabled","enabled":false}]}}
            """);
        Assert.Empty(await LetInAsync(Users.Take(10)));
        Assert.Equal(new KeyDocument.Switch(false), FlagContent.Read((await store.ReadAsync(Flag, default)).Content, Flag, FlagUse.KillSwitch));

        await WriteAsync(new KeyDocument.Switch(true));
        Assert.Equal(10, (await LetInAsync(Users.Take(10))).Count);
    }

    [Fact]
    public async Task A_running_app_sees_flags_and_settings_change()
    {
        var setting = GovernedKey.Setting("Ingestion:UploadsPerDay");
        await WriteAsync(new KeyDocument.Dial(true, AudienceExposure.None));
        await store.WriteAsync(setting, "10", new KeyTag("d7-1", 1), "", default);
        using var app = new App(folder["flags.json"], live: true);
        var user = new TargetingContext { UserId = "user-1" };
        Assert.False(await app.Features.IsEnabledAsync(Flag.Name, user));
        Assert.Equal("10", app.Configuration["Ingestion:UploadsPerDay"]);

        for (var round = 0; round < 3; round++)
        {
            await WriteAsync(new KeyDocument.Dial(true, AudienceExposure.None with { Percent = Percent.All }));
            await store.WriteAsync(setting, "unlimited", new KeyTag("d7-1", 2), (await store.ReadAsync(setting, default)).Version, default);
            await EventuallyAsync(() => app.Features.IsEnabledAsync(Flag.Name, user));
            await EventuallyAsync(() => Task.FromResult(app.Configuration["Ingestion:UploadsPerDay"] == "unlimited"));

            await WriteAsync(new KeyDocument.Dial(false, AudienceExposure.None));
            await EventuallyAsync(async () => !await app.Features.IsEnabledAsync(Flag.Name, user));
        }
    }

    /// <summary>Every tenth user is an enterprise, some are in groups.</summary>
    private static List<TargetingContext> Users { get; } = [.. Enumerable.Range(0, 10_000).Select(n => new TargetingContext
    {
        UserId = n % 10 == 3 ? $"enterprise-{n}" : $"user-{n}",
        Groups = (n % 50) switch { 0 => ["beta"], 1 => ["frozen", "beta"], 2 => ["c-1"], 4 => ["c-2"], 5 => ["nothing", "c-1"], _ => [] },
    })];

    private static bool Says(AudienceExposure audience, TargetingContext user) =>
        !(audience.Denied.Contains(user.UserId) || user.UserId.StartsWith("enterprise-", StringComparison.Ordinal) || user.Groups.Contains("frozen"))
        && (audience.Allowed.Contains(user.UserId)
            || user.Groups.Any(group => audience.Allowed.Contains("group:" + group))
            || user.Groups.Any(group => audience.Members.TryGetValue(group, out var share) && Bucket($"{user.UserId}\n{Flag.Name}\n{group}") < share.Value)
            || Bucket($"{user.UserId}\n{Flag.Name}") < audience.Percent.Value);

    private static double Bucket(string context) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(context)), 0) / (double)uint.MaxValue * 100;

    private async Task WriteAsync(KeyDocument document)
    {
        var read = await store.ReadAsync(Flag, default);
        var content = FlagContent.Apply(read.Content, Flag, document);
        Assert.IsType<KeyWrite.Written>(await store.WriteAsync(Flag, content, new KeyTag("d7-1", ++seq), read.Version, default));
    }

    private async Task<List<string>> LetInAsync(IEnumerable<TargetingContext> users)
    {
        using var app = new App(folder["flags.json"], live: false);
        var letIn = new List<string>();
        foreach (var user in users)
        {
            if (await app.Features.IsEnabledAsync(Flag.Name, user)) letIn.Add(user.UserId);
        }

        return letIn;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await holds()) return;
            await Task.Delay(25);
        }

        Assert.Fail("the app did not see the change within ten seconds");
    }

    /// <summary>An app as its authors write it: configuration from the file, feature management, and the companion filter.</summary>
    private sealed class App : IDisposable
    {
        private readonly ServiceProvider provider;
        private readonly ConfigurationRoot configuration;

        public App(string path, bool live)
        {
            configuration = (ConfigurationRoot)new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: live).Build();
            var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
            services.AddFeatureManagement().WithDenyPatterns();
            provider = services.BuildServiceProvider();
        }

        public ConfigurationRoot Configuration => configuration;

        public IFeatureManager Features => provider.GetRequiredService<IFeatureManager>();

        public void Dispose()
        {
            provider.Dispose();
            configuration.Dispose();
        }
    }
}

using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Rollouts.FeatureFilters.Tests;

/// <summary>An app as its authors write it, over the content of one flag as App Configuration holds it.</summary>
internal sealed class ConsumingApp : IDisposable
{
    public const string Flag = "ingestion_v2_enabled";

    private readonly ServiceProvider services;

    public ConsumingApp(string flag, bool withFilters = true, bool ignoreCase = false, ITargetingContextAccessor? ambient = null)
    {
        var json = "{\"feature_management\":{\"feature_flags\":[" + flag + "]}}";
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        var collection = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging();
        collection.Configure<TargetingEvaluationOptions>(options => options.IgnoreCase = ignoreCase);
        if (ambient is not null) collection.AddSingleton(ambient);
        var features = collection.AddFeatureManagement();
        if (ambient is not null) features.AddFeatureFilter<TargetingFilter>();
        if (withFilters) features.WithDenyPatterns();
        services = collection.BuildServiceProvider();
    }

    private IFeatureManager Features => services.GetRequiredService<IFeatureManager>();

    public Task<bool> IsOnAsync(string user, params string[] groups) => Features.IsEnabledAsync(Flag, new TargetingContext { UserId = user, Groups = groups });

    /// <summary>For whoever the accessor tells.</summary>
    public Task<bool> IsOnAsync() => Features.IsEnabledAsync(Flag);

    public async Task<HashSet<string>> LetInAsync(IEnumerable<string> users)
    {
        var letIn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var user in users)
            if (await IsOnAsync(user)) letIn.Add(user);
        return letIn;
    }

    public void Dispose() => services.Dispose();
}

using System.Text.Json;
using Azure.Data.AppConfiguration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace RolloutFunctions.Tests;

/// <summary>Ten thousand workspaces, for which Microsoft's own code evaluates the flags of App Configuration.</summary>
internal static class Workspaces
{
    public const int Count = 10_000;

    private static readonly TargetingContext[] All = [.. Enumerable.Range(0, Count).Select(n => new TargetingContext { UserId = $"workspace-{n}" })];

    public static async Task<HashSet<string>> LetInAsync(string flag, IEnumerable<ConfigurationSetting> flags)
    {
        var json = $$$"""{"feature_management":{"feature_flags":[{{{string.Join(',', flags.Select(each => each.Value))}}}]}}""";
        using var document = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(json)));
        var configuration = new ConfigurationBuilder().AddJsonStream(document).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddFeatureManagement().Services.BuildServiceProvider();
        var features = services.GetRequiredService<IFeatureManager>();
        var letIn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var workspace in All)
            if (await features.IsEnabledAsync(flag, workspace)) letIn.Add(workspace.UserId);
        return letIn;
    }
}

using Ingestion.Uploads;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Ingestion.Flags;

/// <summary>The flags and settings that the launch turns, read the way any app reads them with Microsoft.FeatureManagement.</summary>
public sealed class IngestionFlags(IFeatureManager features, IConfiguration configuration)
{
    public const string NewPath = "ingestion_v2_enabled";
    public const string KillSwitch = "INGESTION_ENABLED";

    private long unreadable;

    /// <summary>Uploads that took the old path because a flag or setting could not be read.</summary>
    public long Unreadable => Interlocked.Read(ref unreadable);

    /// <remarks>When in doubt the old path serves: an absent, foreign or broken flag lets nobody into the new one.</remarks>
    public async Task<Route> RouteAsync(string workspace)
    {
        try
        {
            if (!await features.IsEnabledAsync(KillSwitch)) return Route.Killed;
            var context = new TargetingContext { UserId = workspace, Groups = GroupsOf(workspace) };
            if (!await features.IsEnabledAsync(NewPath, context)) return Route.Old;
            return new Route(UploadPath.New, KillSwitchOff: false, UploadLimits.From(configuration));
        }
        catch (Exception error) when (error is FeatureManagementException or FormatException)
        {
            Interlocked.Increment(ref unreadable);
            return Route.Old;
        }
    }

    /// <summary>A workspace belongs to the group of each prefix of its name: <c>enterprise-acme</c> to <c>enterprise-*</c>.</summary>
    /// <remarks>Microsoft.Targeting knows no patterns; excluding the group <c>enterprise-*</c> is how one is denied.</remarks>
    private static IEnumerable<string> GroupsOf(string workspace)
    {
        for (var dash = workspace.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = workspace.IndexOf('-', dash + 1))
            yield return workspace[..(dash + 1)] + "*";
    }
}

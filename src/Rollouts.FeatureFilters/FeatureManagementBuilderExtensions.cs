using Microsoft.FeatureManagement;

namespace Rollouts.FeatureFilters;

public static class FeatureManagementBuilderExtensions
{
    /// <summary>Understands deny patterns in governed flags: <c>services.AddFeatureManagement().WithDenyPatterns()</c>.</summary>
    /// <remarks>Without it a flag that denies a pattern is an error in the app, not open. Comparison ignores case where targeting does.</remarks>
    public static IFeatureManagementBuilder WithDenyPatterns(this IFeatureManagementBuilder builder) =>
        builder.AddFeatureFilter<DenyPatternFilter>().AddFeatureFilter<ContextualDenyPatternFilter>();
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Rollouts.FeatureFilters;

/// <summary>Denies whoever is asked about now, as <see cref="ITargetingContextAccessor"/> tells; nobody known is nobody let in, as with Microsoft.Targeting.</summary>
/// <param name="services">Gives the accessor, which only apps with <c>WithTargeting</c> have.</param>
[FilterAlias(Alias)]
public sealed class DenyPatternFilter(IServiceProvider services, IOptions<TargetingEvaluationOptions> options) : IFeatureFilter, IFilterParametersBinder
{
    /// <summary>The name by which flags ask for the filter.</summary>
    public const string Alias = "Rollouts.DenyPattern";

    public object BindParameters(IConfiguration parameters) => DenyPatternSettings.Of(parameters);

    public async Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context)
    {
        if (services.GetService<ITargetingContextAccessor>() is not { } accessor || await accessor.GetContextAsync() is not { } user) return false;
        return ((DenyPatternSettings)context.Settings).Allows(user.UserId, user.Groups, options.Value.IgnoreCase);
    }
}

/// <summary>The same for apps that hand over whom they ask about: <c>IsEnabledAsync(flag, new TargetingContext { … })</c>.</summary>
[FilterAlias(DenyPatternFilter.Alias)]
public sealed class ContextualDenyPatternFilter(IOptions<TargetingEvaluationOptions> options) : IContextualFeatureFilter<ITargetingContext>, IFilterParametersBinder
{
    public object BindParameters(IConfiguration parameters) => DenyPatternSettings.Of(parameters);

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, ITargetingContext appContext) =>
        Task.FromResult(((DenyPatternSettings)featureFilterContext.Settings).Allows(appContext.UserId, appContext.Groups, options.Value.IgnoreCase));
}

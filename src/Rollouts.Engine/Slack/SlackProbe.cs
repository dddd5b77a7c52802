using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Slack answers, and the token is for the workspace that was configured.</summary>
public sealed class SlackProbe(ISlackApi api, SlackSettings settings) : IHealthProbe
{
    public string Name => "slack";

    public async Task<ImmutableArray<Dependency>> AskAsync(CancellationToken cancellation)
    {
        try
        {
            var team = await api.TeamAsync(cancellation);
            return [new(Name, team == settings.Team ? null : $"the token is for the workspace {team}, and {settings.Team} is configured")];
        }
        catch (SlackException problem)
        {
            return [new(Name, problem.Message)];
        }
    }
}

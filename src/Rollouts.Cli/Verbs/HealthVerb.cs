using System.CommandLine;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Asks a host how it is.</summary>
internal static class HealthVerb
{
    public static Verb Create()
    {
        var alive = new Option<bool>("--alive") { Description = "Exit code 0 as soon as the host answers, whatever is wrong with what it depends on: for who would restart it" };
        return new Verb("health", "Show how the host is, and what it depends on; exit code 1 when something is not well", "rollout health", "rollout health --alive") { alive }
            .Does(async call =>
            {
                var health = await call.Host.HealthAsync(call.Cancellation);
                call.Show(health, HealthPage.Of);
                return health.Value.Well || call.Get(alive) ? ExitCode.Fine : ExitCode.Failed;
            });
    }
}

using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Cli.Hosts;

/// <summary>An answer of the host, read and as it came: <c>--json</c> passes on what this version does not know.</summary>
internal sealed record Answer<T>(T Value, JsonElement Json);

/// <summary>What became of a command: accepted, fenced, rolling back, stored or known.</summary>
/// <param name="Note">What whoever gave it should know besides.</param>
internal sealed record CommandAnswer(string Outcome, string Id, string? Note = null);

/// <summary>What became of a delivery of events.</summary>
internal sealed record EventsAnswer(string Stream, int Taken, int Known);

/// <summary>A plan that the host keeps now.</summary>
internal sealed record PlanKept(string Plan, string Hash, string[] Warnings);

/// <summary>How a host is, and what it depends on.</summary>
/// <param name="Dependencies">Null where it does not tell whoever asks.</param>
/// <param name="Rollouts">How many launches it knows; null where it does not say.</param>
/// <param name="Notes">What was done to its files that nobody asked for.</param>
internal sealed record HealthAnswer(string Status, Dependency[]? Dependencies, int? Rollouts, string[]? Notes)
{
    public bool Well => Status == "Healthy";
}

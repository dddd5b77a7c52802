using System.Text.Json;

namespace Rollouts.Cli.Hosts;

/// <summary>An answer of the host, read and as it came: <c>--json</c> passes on what this version does not know.</summary>
internal sealed record Answer<T>(T Value, JsonElement Json);

/// <summary>What became of a command: accepted, fenced, rolling back, stored or known.</summary>
internal sealed record CommandAnswer(string Outcome, string Id);

/// <summary>What became of a delivery of events.</summary>
internal sealed record EventsAnswer(string Stream, int Taken, int Known);

/// <summary>A plan that the host keeps now.</summary>
internal sealed record PlanKept(string Plan, string Hash, string[] Warnings);

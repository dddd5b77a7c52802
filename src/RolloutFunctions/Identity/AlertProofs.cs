using System.Collections.Immutable;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>What the senders of alerts prove themselves by, as configured.</summary>
internal sealed record AlertProofs(ImmutableArray<IAlertProof> All);

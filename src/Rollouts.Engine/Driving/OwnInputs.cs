using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Inputs of the engine's own that a drain is to decide: what became of effects before what people wait for, readings and ticks after it.</summary>
internal sealed record OwnInputs(ImmutableArray<Input> Outcomes, ImmutableArray<Input> Rest)
{
    public static OwnInputs None { get; } = new([], []);

    public bool IsEmpty => Outcomes.IsEmpty && Rest.IsEmpty;

    public static OwnInputs Of(IReadOnlyList<Input> own) => new([.. own.Where(IsOutcome)], [.. own.Where(input => !IsOutcome(input))]);

    public OwnInputs Without(int outcomes, int rest) => new(Outcomes[outcomes..], Rest[rest..]);

    private static bool IsOutcome(Input input) => input is Input.EffectSucceeded or Input.EffectFailed or Input.Drifted;
}

using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What became of reading a plan.</summary>
public abstract record PlanReading
{
    private PlanReading()
    {
    }

    /// <summary>The plan can be launched. Warnings are doubts, in order of place.</summary>
    public sealed record Sound(Plan Plan, PlanDocument Document, ImmutableArray<PlanError> Warnings) : PlanReading;

    /// <summary>The plan cannot be launched: everything that is wrong with it, in order of place.</summary>
    public sealed record Faulty(ImmutableArray<PlanError> Errors, ImmutableArray<PlanError> Warnings) : PlanReading;
}

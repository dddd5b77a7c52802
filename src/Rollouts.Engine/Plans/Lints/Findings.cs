namespace Rollouts.Engine;

/// <summary>What the checks of a whole plan find, at the places where its things stand.</summary>
internal sealed class Findings(PlanScope scope)
{
    /// <summary>Says nothing about what could not be read: that has been said.</summary>
    public void Error(object about, string message, string hint)
    {
        if (scope.NodeOf(about) is { } node && !scope.Problems.WasUnreadable(node)) scope.Problems.Error(node.Start, message, hint);
    }

    public void Warn(object about, string message, string hint)
    {
        if (scope.NodeOf(about) is { } node) scope.Problems.Warn(node.Start, message, hint);
    }

    public void WarnAt(Place place, string message, string hint) => scope.Problems.Warn(place, message, hint);

    public void ErrorAtName(NameKind kind, string name, string message, string hint) => scope.Problems.Error(scope.Names.PlaceOf(kind, name), message, hint);

    public bool CouldRead(object thing) => scope.NodeOf(thing) is not { } node || !scope.Problems.WasUnreadable(node);

    /// <summary>True when the plan itself says how often readings are taken.</summary>
    public bool SaysObserve => scope.NodeOf(PlanScope.ObserveKey) is not null;

    public PlanNames Names => scope.Names;
}

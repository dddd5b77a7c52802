using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>Collects everything that is wrong or doubtful, so that all of it is said at once.</summary>
internal sealed class Problems(string file)
{
    /// <summary>Looking for what was meant costs time; who writes more wrong words than this gets no more help with them.</summary>
    private const int MostHelp = 50;

    /// <summary>Nobody mends more at once.</summary>
    private const int MostErrors = 500;

    private ImmutableArray<Place> unreadable = [];
    private int helped;

    private readonly List<(Place Place, PlanError Error)> errors = [];
    private readonly List<(Place Place, PlanError Error)> warnings = [];

    public bool Any => errors.Count > 0;

    public ImmutableArray<PlanError> Errors => InOrder(errors);

    public ImmutableArray<PlanError> Warnings => InOrder(warnings);

    public void Error(Place place, string message, string? hint = null)
    {
        if (errors.Count < MostErrors) errors.Add((place, new(file, place.Line, place.Column, message, hint)));
        else if (errors.Count == MostErrors) errors.Add((new(int.MaxValue, 1), new(file, place.Line, place.Column, "there are more errors than are worth listing", "mend those above first")));
    }

    public void Warn(Place place, string message, string? hint = null) => warnings.Add((place, new(file, place.Line, place.Column, message, hint)));

    /// <summary>The hint for an unknown word: the nearest known, or all there are.</summary>
    public string Help(string written, IReadOnlyCollection<string> known, string none = "it names none at all")
    {
        if (known.Count == 0) return none;
        if (++helped <= MostHelp && Nearest.To(written, known) is { } near) return $"did you mean '{near}'?";
        return known.Count <= 40 ? "there is " + string.Join(", ", known) : FormattableString.Invariant($"there are {known.Count}, none of them near");
    }

    /// <summary>From now on the whole plan is checked; what was found so far could not be read.</summary>
    public void EndOfReading() => unreadable = [.. errors.Select(error => error.Place)];

    /// <summary>True when something in the node could not be read: what follows from it would only confuse.</summary>
    public bool WasUnreadable(PlanNode node) => unreadable.Any(place => place >= node.Start && place < node.End);

    private static ImmutableArray<PlanError> InOrder(List<(Place Place, PlanError Error)> list) =>
        [.. list.OrderBy(each => each.Place).Select(each => each.Error).Distinct()];
}

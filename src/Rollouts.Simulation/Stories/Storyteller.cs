using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>Tells a journal as a story: what happened, when and why. What repeats itself is told once.</summary>
public sealed class Storyteller
{
    private readonly StoryWords words;
    private readonly ImmutableArray<StoryLine>.Builder lines = ImmutableArray.CreateBuilder<StoryLine>();
    private readonly Dictionary<string, string> reviews = new(StringComparer.Ordinal);
    private DateTimeOffset start;

    private Storyteller(Plan plan) => words = new(plan);

    /// <summary>Each entry is told by the plan that decided it.</summary>
    /// <param name="plan">The plan that the launch began with.</param>
    public static ImmutableArray<StoryLine> Tell(Plan plan, IEnumerable<DecidedEntry> history)
    {
        var teller = new Storyteller(plan);
        foreach (var decided in history)
        {
            teller.Tell(decided.Entry);
            if (decided.After != decided.Plan) teller.words.GoOnBy(decided.After);
        }

        return teller.lines.ToImmutable();
    }

    private void Tell(Entry entry)
    {
        if (entry.Input is Input.Start) start = entry.Input.At;
        if (entry.Outcome is Outcome.Refused refused) Add(entry, "refused", $"{entry.Input.By} is refused: {StoryWords.Asked(entry.Input)}", refused.Reason);
        var marked = entry.Events.OfType<RolloutEvent.ItemMarked>().ToArray();
        if (marked.Length > 0) Mark(entry, marked);
        foreach (var happened in entry.Events)
        {
            if (happened is RolloutEvent.ReviewHeld review && !IsNews(review)) continue;
            if (words.Of(happened) is var (kind, what, why) && kind.Length > 0) Add(entry, kind, what, why);
        }
    }

    private bool IsNews(RolloutEvent.ReviewHeld review)
    {
        if (reviews.TryGetValue(review.Gate, out var before) && before == review.Status) return false;
        reviews[review.Gate] = review.Status;
        return true;
    }

    /// <summary>Marks made at one time by one person are one line.</summary>
    private void Mark(Entry entry, RolloutEvent.ItemMarked[] marked)
    {
        var texts = string.Join("; ", marked.Select(mark => words.Item(mark.Item)));
        var what = marked[0].Done ? $"{marked[0].By} marks as done: {texts}" : $"{marked[0].By} marks as not done: {texts}";
        if (lines.Count > 0 && lines[^1] is { Kind: "item" } last && last.At == entry.Input.At && last.What.StartsWith($"{marked[0].By} marks as done: ", StringComparison.Ordinal) && marked[0].Done)
            lines[^1] = last with { What = $"{last.What}; {texts}" };
        else
            Add(entry, "item", what, "");
    }

    private void Add(Entry entry, string kind, string what, string why) => lines.Add(new(entry.Seq, entry.Input.At, entry.Input.At - start, kind, what, why));
}

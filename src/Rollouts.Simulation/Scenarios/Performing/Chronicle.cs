using System.Reflection;
using System.Text.Json.Serialization;

namespace Rollouts.Simulation;

/// <summary>What has happened in a launch so far, kept as the journal grows.</summary>
internal sealed class Chronicle(Plan plan, VirtualLaunch launch)
{
    private static readonly Dictionary<Type, string> Names = typeof(RolloutEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);

    private readonly Dictionary<string, int> happened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> fired = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DateTimeOffset>> anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> reviews = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Effect.Post> planned = new(StringComparer.Ordinal);
    private readonly List<Effect.Post> posted = [];
    private readonly SortedSet<string> passed = new(StringComparer.Ordinal);
    private readonly SortedSet<string> failed = new(StringComparer.Ordinal);
    private readonly GateNames gates = new(plan);
    private int read;

    /// <summary>The name of an event as the journal writes it: <c>gate-passed</c>.</summary>
    public static string NameOf(RolloutEvent happened) => Names[happened.GetType()];

    public static IReadOnlyCollection<string> EventNames => Names.Values;

    public IReadOnlyDictionary<string, int> Happened => Read(happened);

    /// <summary>How often each trigger has fired.</summary>
    public IReadOnlyDictionary<string, int> Fired => Read(fired);

    /// <summary>The last review of each gate, by its status.</summary>
    public IReadOnlyDictionary<string, string> Reviews => Read(reviews);

    /// <summary>The gates that were passed at some time, by name.</summary>
    public IReadOnlyCollection<string> Passed => Read(passed);

    public IReadOnlyCollection<string> Failed => Read(failed);

    /// <summary>What was posted, in order.</summary>
    public IReadOnlyList<Effect.Post> Posted => Read(posted);

    /// <summary>When a phase or step was exposed, a member let in, or the watch begun.</summary>
    public IReadOnlyList<DateTimeOffset> Times(string anchor) => Read(anchors).GetValueOrDefault(anchor) ?? [];

    private T Read<T>(T what)
    {
        for (; read < launch.Journal.Count; read++)
            foreach (var each in launch.Journal[read].Events) Note(each, launch.Journal[read].Input.At);
        return what;
    }

    private void Note(RolloutEvent each, DateTimeOffset at)
    {
        var name = NameOf(each);
        happened[name] = happened.GetValueOrDefault(name) + 1;
        gates.Note(each);
        switch (each)
        {
            case RolloutEvent.TriggerFired e:
                fired[e.Trigger] = fired.GetValueOrDefault(e.Trigger) + 1;
                break;
            case RolloutEvent.GatePassed e:
                passed.UnionWith(gates.Of(e.Gate));
                break;
            case RolloutEvent.GateFailed e:
                failed.UnionWith(gates.Of(e.Gate));
                break;
            case RolloutEvent.ReviewHeld e:
                foreach (var gate in gates.Of(e.Gate)) reviews[gate] = e.Status;
                break;
            case RolloutEvent.EffectPlanned { Effect: Effect.Post post }:
                planned[post.Id] = post;
                break;
            case RolloutEvent.EffectDone e when planned.Remove(e.Effect, out var post):
                posted.Add(post);
                break;
            case RolloutEvent.StepStarted e:
                if (e.Step == 0) Mark(plan.Phases[e.Phase].Name, at);
                Mark(FormattableString.Invariant($"{plan.Phases[e.Phase].Name} step {e.Step + 1}"), at);
                break;
            case RolloutEvent.MemberAdmitted e:
                Mark(e.Member, at);
                break;
            case RolloutEvent.WatchBegun:
                Mark("watch", at);
                break;
        }
    }

    private void Mark(string anchor, DateTimeOffset at)
    {
        if (!anchors.TryGetValue(anchor, out var times)) anchors[anchor] = times = [];
        times.Add(at);
    }
}

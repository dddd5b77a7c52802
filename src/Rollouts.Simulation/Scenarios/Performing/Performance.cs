using System.Collections.Immutable;

namespace Rollouts.Simulation;

/// <summary>A scenario while it is played.</summary>
internal sealed class Performance
{
    private readonly List<(string Word, string Reason)> refusals = [];
    private readonly Dictionary<string, EffectFate> fates = new(StringComparer.Ordinal);
    private readonly People people;

    public Performance(Plan plan, Scenario scenario)
    {
        Plan = plan;
        Start = scenario.Start;
        World = new(plan);
        Cast = new(plan);
        Launch = new(plan, scenario.Start, World.Read) { Fate = FateOf, LeavesOutQuietTime = true, IsSealed = false, SteadyUntil = World.SteadyUntil };
        Chronicle = new(plan, Launch);
        people = new(this) { Habits = scenario.Habits };
        Launch.Attend = people.Attend;
        foreach (var change in scenario.World) World.Change(change.Key, Start, change.Series(Start));
    }

    public Plan Plan { get; }

    public DateTimeOffset Start { get; }

    public VirtualLaunch Launch { get; }

    public World World { get; }

    public Cast Cast { get; }

    /// <summary>What has happened so far, in the ways that expectations ask for it.</summary>
    public Chronicle Chronicle { get; }

    public RolloutState State => Launch.State;

    public DateTimeOffset Now => Launch.Now;

    public Habits Habits
    {
        get => people.Habits;
        set => people.Habits = value;
    }

    /// <summary>The refusals of the moment that is being played.</summary>
    public IReadOnlyList<(string Word, string Reason)> Refusals => refusals;

    public void BeginMoment() => refusals.Clear();

    public void Attend() => people.Attend();

    /// <summary>Offers an input for a deed of the story, and keeps its refusal.</summary>
    public void Give(string word, Func<string, DateTimeOffset, Input> make)
    {
        if (Launch.Give(make) is Outcome.Refused refused) refusals.Add((word, refused.Reason));
    }

    public void Refuse(string word, string reason) => refusals.Add((word, reason));

    /// <param name="target">A flag, a setting, a channel, <c>posts</c>, <c>capture</c> or an address.</param>
    public void SetFate(string target, EffectFate fate)
    {
        fates[target] = fate;
        Launch.CarryOut();
    }

    public ImmutableArray<GateView> Gates() => Explaining.Gates(Plan, State);

    private EffectFate FateOf(Effect effect)
    {
        if (fates.Count == 0) return EffectFate.Works;
        string[] names = effect switch
        {
            Effect.Write write => [write.Key.Name],
            Effect.Post post => [post.Channel, "posts"],
            Effect.Capture => ["capture"],
            Effect.CallWebhook call => [call.Url],
            _ => [],
        };
        return names.Select(name => fates.GetValueOrDefault(name)).FirstOrDefault(fate => fate is not null) ?? EffectFate.Works;
    }
}

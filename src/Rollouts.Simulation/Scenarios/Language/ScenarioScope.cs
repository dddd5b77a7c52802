using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What is known while a scenario file is read: the plan it is about, by whose names it speaks.</summary>
/// <param name="open">Reads the plan that the file names.</param>
internal sealed class ScenarioScope(Problems problems, Func<string, PlanReading?> open) : PlanScope(problems)
{
    /// <summary>Null until it is read, and when it cannot be.</summary>
    public Plan? Plan { get; private set; }

    /// <summary>What the whole file says, for scenarios that say nothing of their own.</summary>
    public FileDefaults Defaults { get; set; } = FileDefaults.None;

    /// <summary>What a time of the story may be counted from.</summary>
    public IReadOnlyCollection<string> Anchors { get; private set; } = [];

    public void Open(string name, Place place)
    {
        switch (open(name))
        {
            case null:
                Problems.Error(place, $"there is no plan file '{name}'", "the path is read from where the scenario file stands");
                break;
            case PlanReading.Faulty faulty:
                Problems.Error(place, $"the plan cannot be launched: {faulty.Errors[0]}", "rollout check says all that is wrong with it");
                break;
            case PlanReading.Sound sound:
                Take(sound.Plan);
                break;
        }
    }

    private void Take(Plan plan)
    {
        Plan = plan;
        TimeZone = plan.TimeZone;
        var members = plan.Phases.Where(phase => phase.Members is not null).SelectMany(phase => phase.Members!.Waves.SelectMany(wave => wave.Members)).Distinct(StringComparer.Ordinal).ToArray();
        var items = plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>().Select(item => item.Item).ToArray();
        Declare(NameKind.Role, plan.Roles.Keys);
        Declare(NameKind.Flag, plan.Flags.Keys);
        Declare(NameKind.Setting, plan.Settings.Keys);
        Declare(NameKind.Metric, plan.Metrics.Keys);
        Declare(NameKind.Phase, plan.Phases.Select(phase => phase.Name));
        Declare(NameKind.Drill, plan.Drills.Keys);
        Declare(NameKind.Severity, plan.Incidents.Keys);
        Declare(NameKind.Gate, plan.AllGates().Select(gate => gate.Name).Concat(members));
        Declare(NameKind.Trigger, plan.Triggers.SelectMany(trigger => new[] { trigger.Name, trigger.Name + " is blind" }));
        Declare(NameKind.Item, items.SelectMany(item => new[] { item.Id, item.Text }));
        Declare(NameKind.Member, members);
        Anchors =
        [
            .. plan.Phases.Select(phase => phase.Name),
            .. plan.Phases.SelectMany(phase => phase.Steps.Select((_, step) => FormattableString.Invariant($"{phase.Name} step {step + 1}"))),
            .. members, "watch",
        ];
    }

    private void Declare(NameKind kind, IEnumerable<string> names)
    {
        foreach (var name in names.Distinct(StringComparer.Ordinal)) Names.Declare(kind, new(name, false, Place.Start, Place.Start));
    }
}

/// <summary>What a scenario file says for all its scenarios.</summary>
internal sealed record FileDefaults(DateTimeOffset? Start, string? StartedBy, Habits Habits, IReadOnlyList<WorldChange> World)
{
    public static FileDefaults None { get; } = new(null, null, Habits.ByHand, []);
}

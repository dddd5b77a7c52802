namespace Rollouts;

/// <summary>Marking checklist items, with evidence where they ask for it.</summary>
internal static class Marking
{
    public static string? Mark(Turn turn, Input.Mark mark)
    {
        if (Find(turn.Plan, mark.Item) is not var (item, phase, isExit)) return $"the plan has no checklist item '{mark.Item}'";
        if (Permission(turn, item, mark.By) is { } refusal) return refusal;
        if (mark.Done && item.NeedsEvidence && mark.Evidence is null) return $"'{item.Text}' needs evidence: a link or a path";
        if (mark.Evidence?.Sha256 is { } sum && !Criterion.OfEqualEvidence.IsChecksum(sum)) return $"'{sum}' is no SHA-256: 64 hexadecimal digits";
        if (phase is { } of && turn.State.Stage is RolloutStage.Running or RolloutStage.Watching && Closed(turn, of, isExit) is { } closed) return closed;
        turn.Add(new RolloutEvent.ItemMarked(item.Id, mark.Done, mark.By.Id, mark.Evidence, mark.Note));
        return null;
    }

    /// <summary>The item by id or by its text, with the phase whose gate asks for it, if a phase does.</summary>
    private static (ChecklistItem Item, int? Phase, bool IsExit)? Find(Plan plan, string wanted)
    {
        for (var phase = 0; phase < plan.Phases.Length; phase++)
        {
            if (In(plan.Phases[phase].Enter, wanted) is { } enter) return (enter, phase, false);
            if (In(plan.Phases[phase].Exit, wanted) is { } exit) return (exit, phase, true);
            if (plan.Phases[phase].Steps.Select(step => In(step.Next, wanted)).FirstOrDefault(item => item is not null) is { } next) return (next, phase, true);
        }

        var others = plan.Phases.Where(phase => phase.Members is not null)
            .SelectMany(phase => phase.Members!.Waves.Select(wave => wave.Gate).Append(phase.Members.Gate))
            .Concat(plan.Gates.Values).Append(plan.Go).Append(plan.Close);
        return others.Select(gate => In(gate, wanted)).FirstOrDefault(item => item is not null) is { } other ? (other, null, false) : null;
    }

    private static ChecklistItem? In(Gate gate, string wanted) => gate.Criteria
        .Select(criterion => (criterion.Criterion as Criterion.OfItem)?.Item)
        .FirstOrDefault(item => item is not null && (item.Id == wanted || item.Text == wanted));

    private static string? Permission(Turn turn, ChecklistItem item, Actor actor) => item.Owner switch
    {
        { } owner when Answering.MayWithBackup(turn.Plan, turn.State, owner, actor) => null,
        { } owner => $"only {owner} may mark '{item.Text}'",
        null => Permissions.Refusal(turn.Plan, "mark", actor),
    };

    private static string? Closed(Turn turn, int phase, bool isExit)
    {
        var (main, name) = (turn.State.Main, turn.Plan.Phases[phase].Name);
        if (phase < main.Phase || turn.State.Stage == RolloutStage.Watching || (phase == main.Phase && !isExit && main.Stage is TrackStage.Applying or TrackStage.Running))
            return isExit || phase < main.Phase ? $"{name} has passed; its checklist is closed" : $"{name} was entered; its entry checklist is closed";
        return isExit && (phase > main.Phase || main.Stage == TrackStage.Entering) ? $"{name} has not begun; its exit checklist is not open yet" : null;
    }
}

namespace Rollouts;

/// <summary>Accepting that a non-critical criterion is missed, with what is done about it.</summary>
internal static class Mitigating
{
    public static string? Mitigate(Turn turn, Input.Mitigate mitigate)
    {
        if (string.IsNullOrWhiteSpace(mitigate.Reason)) return "a mitigation needs a written reason";
        var gates = turn.Gates
            .Where(gate => mitigate.Gate is null || gate.Gate.Name == mitigate.Gate || gate.Key == mitigate.Gate || gate.Member == mitigate.Gate)
            .Where(gate => gate.Gate.Criteria.Any(criterion => criterion.Key == mitigate.Criterion)).ToArray();
        if (gates.Length == 0) return $"no gate that the launch stands before has a criterion '{mitigate.Criterion}'";
        var active = gates.FirstOrDefault(gate => LineOf(turn, gate, mitigate).Verdict == Verdict.Missed) ?? gates[0];
        if (active.Gate.MitigationBy is not { } role) return $"gate {active.Gate.Name} takes no mitigations";
        if (!Answering.May(turn.Plan, turn.State, role, mitigate.By)) return $"only {role} may accept a mitigation at gate {active.Gate.Name}";
        var line = LineOf(turn, active, mitigate);
        if (line.Critical) return $"'{line.Key}' is critical: it cannot be mitigated";
        if (line.Verdict != Verdict.Missed) return $"'{line.Key}' is not missed: {line.Verdict}, {line.Because}";
        turn.Add(new RolloutEvent.MitigationAccepted(active.Key, line.Key, mitigate.By.Id, mitigate.Reason));
        Reviewing.Amend(turn, active);
        return null;
    }

    private static CriterionLine LineOf(Turn turn, ActiveGate gate, Input.Mitigate mitigate) =>
        Gatekeeping.Stand(turn, gate).Lines.First(line => line.Key == mitigate.Criterion);
}

namespace Rollouts;

/// <summary>Runs procedures: actions start in the plan's order, each after the one before is done or has yielded.</summary>
internal static class Procedures
{
    /// <summary>A post or call that hangs lets the next action start after this time, and is retried behind.</summary>
    public static readonly TimeSpan YieldAfter = TimeSpan.FromSeconds(30);

    /// <summary>Starts a procedure and, of a way back, all its leading flag actions at once. Returns the keys these wrote.</summary>
    public static IReadOnlyCollection<GovernedKey> Start(Turn turn, string procedure, string cause, string track, string run)
    {
        turn.Add(new RolloutEvent.ProcedureStarted(run, procedure, cause, track));
        var actions = turn.Plan.ProcedureNamed(procedure).Actions;
        var written = new HashSet<GovernedKey>();
        for (var i = 0; BackOf(turn, run) is not null && i < actions.Length && Acting.IsFlagAction(actions[i]); i++)
            written.UnionWith(Acting.Start(turn, turn.State.Runs[run], i));
        return written;
    }

    public static void Progress(Turn turn)
    {
        foreach (var run in turn.State.Runs.Keys.ToArray())
        {
            while (turn.State.Runs.ContainsKey(run) && Step(turn, run))
            {
            }
        }
    }

    /// <summary>The way back that the run belongs to; null for other procedures.</summary>
    public static WayBack? BackOf(Turn turn, string run) => turn.State.Returning.Values.FirstOrDefault(back => back.Run == run);

    private static bool Step(Turn turn, string id)
    {
        var run = turn.State.Runs[id];
        for (var i = 0; i < run.Actions.Length; i++)
        {
            var action = run.Actions[i];
            if (action.Status == ActionStatus.Started && Acting.EndOf(turn, run, i) is var (ended, error) && ended)
            {
                turn.Add(new RolloutEvent.ActionEnded(id, i, error));
                return true;
            }

            if (action.Status == ActionStatus.Waiting)
            {
                if (BackOf(turn, id) is { Fenced: false }) return false;
                Acting.Start(turn, run, i);
                return true;
            }

            if (action.Status == ActionStatus.Started && !HasYielded(turn, run, i)) return false;
        }

        turn.Add(new RolloutEvent.ProcedureEnded(id));
        return true;
    }

    private static bool HasYielded(Turn turn, ProcedureRun run, int action) =>
        turn.Plan.ProcedureNamed(run.Procedure).Actions[action] is ProcedureAction.Notify or ProcedureAction.CallWebhook or ProcedureAction.Capture
        && turn.Now - run.Actions[action].Started >= YieldAfter;
}

namespace Rollouts;

/// <summary>The first entry of a rollout.</summary>
internal static class Starting
{
    public static string? Start(Turn turn, Input.Start start)
    {
        if (turn.State.Stage != RolloutStage.New) return "the rollout has started already";
        if (start.PlanHash != turn.Plan.Hash) return $"the plan is not the one that was started: its hash is {turn.Plan.Hash}, asked was {start.PlanHash}";
        turn.Add(new RolloutEvent.Started(start.Rollout, start.Plan, start.PlanHash, start.By.Id));
        foreach (var flag in turn.Plan.Flags.Values.Where(flag => flag is { Use: FlagUse.KillSwitch or FlagUse.Feature, StartsOn: false }))
            turn.Add(new RolloutEvent.SwitchSet(flag.Name, false));
        return null;
    }
}

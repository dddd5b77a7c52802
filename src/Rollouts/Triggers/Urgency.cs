namespace Rollouts;

/// <summary>Taking back outranks everything, whoever asks for it: a person, or an alert or report that a trigger of the plan answers with a way back or a halt.</summary>
public static class Urgency
{
    /// <summary>True for an input to be decided before all others that wait.</summary>
    public static bool IsUrgent(Plan plan, Input input) => input.TakesBack || input switch
    {
        Input.Alert { Firing: true } alert => Answers(plan, criterion => criterion is Criterion.OfAlert { Firing: true } of && of.Rule == alert.Rule
            || criterion is Criterion.OfTally { Tally: Tally.Alerts } tally && (tally.Of.Length == 0 || tally.Of == alert.Rule)),
        Input.Report report => Answers(plan, criterion => criterion is Criterion.OfTally { Tally: Tally.Reports or Tally.ReportsByKey } tally
            && (tally.Of.Length == 0 || tally.Of == report.Kind)),
        _ => false,
    };

    private static bool Answers(Plan plan, Func<Criterion, bool> about) =>
        plan.Triggers.Any(trigger => trigger.Do.Move is Move.Back or Move.Halt or Move.Withdraw && about(trigger.When));
}

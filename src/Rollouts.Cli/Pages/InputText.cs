namespace Rollouts.Cli.Pages;

/// <summary>What came to the rollout, in words.</summary>
internal static class InputText
{
    public static string Of(Input input) => input switch
    {
        Input.Start start => $"start with plan {start.Plan}",
        Input.Tick => "time passed",
        Input.Evaluate evaluate => FormattableString.Invariant($"{evaluate.Readings.Length} readings"),
        Input.Approve approve => "approve" + For(approve.Request) + Quoted(approve.Note),
        Input.Reject reject => "reject" + For(reject.Request) + Quoted(reject.Reason),
        Input.Mitigate mitigate => $"mitigate '{mitigate.Criterion}'" + Quoted(mitigate.Reason),
        Input.Mark mark => $"mark '{mark.Item}' as {(mark.Done ? "done" : "not done")}" + (mark.Evidence is { } evidence ? $", evidence {evidence.Reference}" : "") + Quoted(mark.Note),
        Input.CompleteTask task => $"done {task.Task}" + Quoted(task.Note),
        Input.Report report => $"report {report.Kind}" + Of(report.Key) + For(report.Member) + Quoted(report.Text),
        Input.ReportValue value => FormattableString.Invariant($"report {value.Metric} = {value.Value:0.######}, n={value.Samples:0.##}") + For(value.Member),
        Input.Alert alert => $"alert {alert.Rule} of {alert.Source} {(alert.Firing ? "fires" : "is resolved")}" + For(alert.Member),
        Input.Silence silence => $"silence alert {silence.Rule} for {Span.Text(silence.For)}" + Quoted(silence.Control),
        Input.MoreTime more => "more time" + For(more.Request) + Quoted(more.Reason),
        Input.Acknowledge acknowledge => $"acknowledge alert {acknowledge.About}" + Quoted(acknowledge.Note),
        Input.Delegate delegation => $"delegate to {delegation.To} for {Span.Text(delegation.For)}" + Quoted(delegation.Note),
        Input.EndDelegation end => "end the delegation" + For(end.Person),
        Input.Triage triage => $"triage '{triage.Row}'" + Quoted(triage.Note),
        Input.DeclareIncident incident => $"declare incident {incident.Severity}" + Quoted(incident.Title),
        Input.ResolveIncident incident => $"resolve {incident.Incident}" + Quoted(incident.Note),
        Input.Pause pause => "pause" + Quoted(pause.Reason),
        Input.Resume resume => "resume" + Quoted(resume.Reason),
        Input.Promote promote => "promote" + Quoted(promote.Reason),
        Input.RollBack back => $"roll back to {back.Target ?? "the step before"}" + For(back.Member) + Quoted(back.Reason),
        Input.Throw thrown => $"throw {thrown.Flag ?? "every kill switch"}" + Quoted(thrown.Reason),
        Input.ReArm reArm => $"re-arm {reArm.Flag}" + Quoted(reArm.Reason),
        Input.StartDrill drill => $"drill {drill.Drill}",
        Input.Amend amend => $"amend the plan to {(amend.PlanHash.Length > 12 ? amend.PlanHash[..12] : amend.PlanHash)}" + Quoted(amend.Reason),
        Input.Abort abort => "abort" + Quoted(abort.Reason),
        Input.Close close => "close" + Quoted(close.Note),
        Input.EffectSucceeded done => $"effect {done.Effect} done",
        Input.EffectFailed failed => $"effect {failed.Effect} failed: {failed.Error}",
        Input.Drifted drifted => $"{drifted.Key} was changed by someone else: {drifted.Found}",
        _ => throw new InvalidOperationException($"no words for {input.GetType().Name}"),
    };

    private static string Of(string key) => key.Length == 0 ? "" : $" of {key}";

    private static string For(string? about) => string.IsNullOrEmpty(about) ? "" : $" for {about}";

    private static string Quoted(string text) => text.Length == 0 ? "" : $": \"{text}\"";
}

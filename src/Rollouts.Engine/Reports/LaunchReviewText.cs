using System.Globalization;
using System.Text;

namespace Rollouts.Engine;

/// <summary>The post-launch review as Markdown.</summary>
public static class LaunchReviewText
{
    public static string Markdown(LaunchReview review)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {review.Title}: post-launch review\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Rollout {review.Rollout}, plan {review.Plan} {Short(review.PlanHash)}, ");
        text.Append(CultureInfo.InvariantCulture, $"started {Time(review.StartedAt)} UTC by {review.StartedBy}, now {review.Stage}, {review.Exposure}.\n");

        text.Append("\n## Phases\n\n| Phase | Entered | Exposed | Passed | Waited for people |\n|---|---|---|---|---:|\n");
        foreach (var each in review.Phases)
            Row(text, $"{each.Phase} {each.Title}", Time(each.Entered), Time(each.Exposed), Time(each.Passed), Span.Text(each.WaitedForPeople));

        text.Append("\n## What was measured\n");
        Measured(text, review.Measured);
        foreach (var plan in review.EarlierPlans)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### By the plan {Short(plan.PlanHash)}, until {Time(plan.Until)} UTC\n\n{Cell(plan.ChangedBy)} changed it: {Cell(plan.Reason)}\n");
            if (!plan.Measured.IsEmpty) Measured(text, plan.Measured);
        }

        text.Append("\n## What went wrong\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Ways back: {review.WaysBack}, pauses: {review.Pauses}, incidents: {review.Incidents}, reports: {review.Reports}.\n");
        if (!review.WentWrong.IsEmpty) text.Append('\n');
        foreach (var each in review.WentWrong) text.Append(CultureInfo.InvariantCulture, $"- {Time(each.At)}: {Cell(each.What)}\n");

        text.Append("\n## Who decided\n\n| When | Who | What |\n|---|---|---|\n");
        foreach (var each in review.Decisions) Row(text, Time(each.At), each.Who, each.What + (each.Refused is { } reason ? $", refused: {reason}" : ""));

        text.Append("\n## Follow-up\n\n");
        foreach (var task in review.FollowUps)
            text.Append(CultureInfo.InvariantCulture, $"- [{(task.Done ? 'x' : ' ')}] {Cell(task.Do)} ({task.Owner}{(task.Due is { } due ? FormattableString.Invariant($", due {due:yyyy-MM-dd}") : "")})\n");
        if (review.FollowUps.IsEmpty) text.Append("Nothing is open.\n");
        return text.ToString();
    }

    private static void Measured(StringBuilder text, IEnumerable<CriterionLine> lines)
    {
        text.Append("\n| Criterion | Verdict | Value |\n|---|---|---|\n");
        foreach (var line in lines) Row(text, line.Rule, line.Verdict.ToString(), line.Because);
    }

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];

    private static void Row(StringBuilder text, params string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}

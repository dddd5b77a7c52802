namespace Rollouts.Simulation.Tests.Completeness;

/// <summary>The words for what a scenario has to exercise.</summary>
internal static class Say
{
    public const string BackByPerson = "a person takes the launch back";
    public const string Closed = "the launch is closed";
    public const string Aborted = "the launch is aborted";
    public const string Withdrawn = "a member is taken back alone";
    public const string ReAdmitted = "a member that was taken back alone is let in again";
    public const string Rejected = "an approval is rejected";
    public const string WrongRole = "a yes of the wrong role is refused";
    public const string Twice = "a second yes of the same person is refused";
    public const string Voided = "a worse verdict voids a request";
    public const string WrongMitigator = "a mitigation of the wrong role is refused";
    public const string OutOfHours = "the hours hold something back";
    public const string Stale = "an alert goes stale";
    public const string Reminded = "somebody is reminded of a task";
    public const string MoreTime = "somebody asks for more time to answer";
    public const string Acknowledged = "somebody looks at an alert";
    public const string NotAcknowledged = "nobody looks at an alert in time";
    public const string AnswerLate = "what was found is not answered in time";
    public const string NotDone = "an item is marked as not done";

    public static string Fires(string trigger) => $"trigger '{trigger}' fires";

    public static string Moves(string rule, Move move) => $"'{rule}' does: {move}";

    public static string Runs(string procedure) => $"procedure '{procedure}' runs";

    public static string Routine(string routine) => $"routine '{routine}' runs";

    public static string Triaged(string row) => $"triage row '{row}' is taken";

    public static string Opened(string severity) => $"an incident {severity} is opened";

    public static string Thrown(string flag) => $"kill switch {flag} is thrown by a person";

    public static string TurnedOff(string flag) => $"{flag} is turned off";

    public static string ReArmed(string flag) => $"{flag} is turned on by its re-arm gate";

    public static string Drilled(string drill, bool passed) => $"drill '{drill}' {(passed ? "passes" : "fails")}";

    public static string Stands(string gate, GateStatus status) => $"gate '{gate}' is {status}";

    public static string Without(string gate) => $"gate '{gate}' waits for a metric that has no data";

    public static string NotDue(string gate) => $"gate '{gate}' has a criterion that is not yet due";

    public static string BeginsAnew(string gate) => $"gate '{gate}' stops passing, and its count begins anew";

    public static string Asks(string gate, string criterion) => $"gate '{gate}', missed '{criterion}': what it asks for then";

    public static string Agrees(string role, string gate) => $"{role} says yes to gate '{gate}'";

    public static string TimesOut(string gate) => $"the approval of gate '{gate}' runs out of time";

    public static string BackupAgrees(string gate) => $"a backup says yes to gate '{gate}'";

    public static string Frozen(string why) => $"the freeze '{why}' holds a rise back";

    public static string Overdue(string phase) => $"{phase} is longer than planned";

    public static string RunsOver(string task) => $"nobody does in time: {task}";

    public static string FollowUp(string message) => "Follow up on: " + message;

    public static string NotVerified(string rule) => $"not verified: {rule}";

    public static string RunsOut(string item) => $"the mark of '{item}' runs out";
}

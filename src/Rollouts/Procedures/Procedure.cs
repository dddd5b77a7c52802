using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts;

/// <summary>Ordered actions with owners and deadlines.</summary>
public sealed record Procedure(string Name, ImmutableArray<ProcedureAction> Actions);

/// <summary>One thing of a procedure. A closed hierarchy.</summary>
public abstract record ProcedureAction
{
    private ProcedureAction()
    {
    }

    /// <summary>Turns a flag off for all; its re-arm gate turns it on again.</summary>
    public sealed record TurnOff(string Flag) : ProcedureAction;

    /// <summary>Sets the exposure of the way back's target, settings included, or of the current step.</summary>
    public sealed record RestoreExposure : ProcedureAction;

    public sealed record SetSetting(string Setting, string Value) : ProcedureAction;

    /// <summary>Posts a message of the plan; <paramref name="FollowUp"/> promises the next one within that time.</summary>
    public sealed record Notify(string Channel, string Text, TimeSpan? FollowUp) : ProcedureAction
    {
        /// <summary>The role that keeps the promise; null for whoever leads the phase, see <see cref="Plan.LeadOf"/>.</summary>
        public string? Owner { get; init; }
    }

    /// <summary>Keeps what the flags, metrics and alerts are now, as evidence.</summary>
    public sealed record Capture(ImmutableArray<string> What) : ProcedureAction;

    public sealed record CallWebhook(string Url) : ProcedureAction;

    public sealed record OpenIncident(string Severity, string Title, string? Commander) : ProcedureAction;

    /// <summary>Something a named role must do by a time, which counts from the beginning of the procedure.</summary>
    public sealed record AskTask(string Do, string Owner, TimeSpan? Within) : ProcedureAction
    {
        /// <summary>The task is due when this comes next: before the next review; null where another deadline holds, or none.</summary>
        public ReviewSchedule.Weekly? Next { get; init; }

        /// <summary>The task is due on a day of the calendar, whenever it is asked; null where another deadline holds, or none.</summary>
        public DateTimeOffset? On { get; init; }

        public bool HasDeadline => Within is not null || Next is not null || On is not null;

        /// <summary>Null without a deadline.</summary>
        public DateTimeOffset? DueFrom(DateTimeOffset began) => Within is { } within ? began + within : Next?.NextAfter(began, began) ?? On;

        internal string Deadline => Within is { } within ? $" within {Span.Text(within)}"
            : Next is { } next ? string.Create(CultureInfo.InvariantCulture, $" by {string.Join(" or ", next.Days)} {next.Time:HH:mm}")
            : On is { } on ? string.Create(CultureInfo.InvariantCulture, $" by {on:yyyy-MM-dd HH:mm} UTC")
            : "";
    }

    /// <summary>Waits until a criterion holds, at most so long; after that the action has failed, and the procedure goes on.</summary>
    public sealed record Verify(string Rule, Criterion Criterion, TimeSpan Within) : ProcedureAction;

    public sealed override string ToString() => this switch
    {
        TurnOff a => $"turn off {a.Flag}",
        RestoreExposure => "restore exposure of target",
        SetSetting a => $"set {a.Setting} to {a.Value}",
        Notify a => $"notify {a.Channel}: {a.Text}",
        Capture a => "capture " + string.Join(", ", a.What),
        CallWebhook a => $"call {a.Url}",
        OpenIncident a => $"open incident {a.Severity}: {a.Title}",
        AskTask a => $"task for {a.Owner}: {a.Do}{a.Deadline}",
        Verify a => $"verify {a.Rule}",
        _ => throw new InvalidOperationException("unknown action"),
    };
}

namespace Rollouts.Engine;

/// <summary>Who looks at alerts, and how soon.</summary>
internal sealed class AcknowledgeShape : MappingShape<AcknowledgeRule>
{
    private readonly Key<string> by;
    private readonly Key<TimeSpan> within;

    public AcknowledgeShape()
        : base("acknowledge", "an acknowledgement", "Who has to acknowledge an alert that fires: they are asked, reminded at half the time, and after it their backup is asked too.")
    {
        by = Required("by", References.Role, "The role that has to look at it.");
        within = Required("within", Words.Duration, "How soon after it fired.");
    }

    protected override AcknowledgeRule? Make(Fields fields) =>
        fields.Find(by) is { } role && fields.FindValue(within) is { } time ? new(role, time) : null;
}

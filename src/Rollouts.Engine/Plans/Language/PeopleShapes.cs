using System.Collections.Immutable;

namespace Rollouts.Engine;

internal sealed class RoleShape : MappingShape<Role>
{
    private readonly Key<ImmutableArray<string>> members;
    private readonly Key<string> group;
    private readonly Key<string> backup;

    public RoleShape()
        : base("role", "a role", "Who may approve, mark, accept or command; by name or by group.")
    {
        members = Optional("members", new ListShape<string>("a list of people", Words.Value), "The ids of the people who have the role.");
        group = Optional("group", Words.Value, "A group whose members have the role.");
        backup = Optional("backup", References.Role, "The role that stands in after a deadline.");
    }

    protected override Role? Make(Fields fields)
    {
        if (!fields.Has(members) && !fields.Has(group))
            fields.Scope.Problems.Error(fields.Map.Start, "nobody has this role", "name members: [id, …] or a group");
        return new("", fields.Or(members, []), fields.Find(group), fields.Find(backup));
    }
}

/// <summary>Whose yes a gate needs: a list of roles, all of which must agree, or in full.</summary>
internal sealed class ApprovalShape : MappingShape<ApprovalRule>
{
    private readonly Key<ImmutableArray<string>> all;
    private readonly Key<ImmutableArray<string>> any;
    private readonly Key<int> atLeast;
    private readonly Key<bool> fourEyes;
    private readonly Key<TimeSpan> within;
    private readonly Key<AtDeadline> then;
    private readonly Key<MoreTimeWords> moreTime;

    private ApprovalShape()
        : base("approval", "an approval", "Whose yes is needed, how many, and by when.")
    {
        all = Optional("all", References.Roles, "All of these roles must agree.");
        any = Optional("any", References.Roles, "One of these roles must agree, or as many as at-least says.");
        atLeast = Optional("at-least", Words.Count, "How many of the roles under any must agree; 1 if not given.");
        fourEyes = Optional("four-eyes", Words.Truth, "One person counts for one role only, and who started the launch does not count.");
        within = Optional("within", Words.Duration, "How long an answer may take.");
        then = Optional(
            "then", Words.OneOf("what happens at the deadline", ("remind backup", AtDeadline.RemindBackup), ("reject", AtDeadline.Reject)),
            "What happens when nobody has answered by then: remind backup (if not given) or reject.");
        moreTime = Optional("more-time", MoreTimeWords.Shape, "How much longer an answer may take when someone who is asked says why: 24h once, 24h, 2 times, or none; once as long as within if not given.");
    }

    public static Shape<ApprovalRule> Shape { get; } = new OneOfShape<ApprovalRule>(
        "an approval",
        list: new MadeShape<ImmutableArray<string>, ApprovalRule>(References.Roles, (roles, _, _) => new(roles, roles.Length, false, null, AtDeadline.RemindBackup)),
        map: new ApprovalShape());

    protected override ApprovalRule? Make(Fields fields)
    {
        var problems = fields.Scope.Problems;
        if (fields.Has(all) == fields.Has(any)) problems.Error(fields.Map.Start, "an approval asks all of some roles or any of them", "write all: [roles] or any: [roles]");
        var roles = fields.Has(all) ? fields.Or(all, []) : fields.Or(any, []);
        var quorum = fields.Has(all) ? roles.Length : fields.Or(atLeast, 1);
        if (fields.Has(all) && fields.Has(atLeast)) problems.Error(fields.At(atLeast).Start, "all and at-least contradict each other", "write any: [roles] with at-least");
        if (quorum < 1 || quorum > roles.Length && fields.Has(any))
            problems.Error(fields.At(atLeast).Start, FormattableString.Invariant($"{quorum} of {roles.Length} roles can never agree"), roles.Length == 1 ? "write 1" : FormattableString.Invariant($"write a number from 1 to {roles.Length}"));
        if (fields.Has(then) && !fields.Has(within)) problems.Error(fields.At(then).Start, "there is no deadline that 'then' could follow", "add within: 48h");
        if (fields.Has(moreTime) && !fields.Has(within)) problems.Error(fields.At(moreTime).Start, "there is no deadline that could be later", "add within: 48h");
        return new(roles, quorum, fields.Or(fourEyes, false), fields.FindValue(within), fields.Or(then, AtDeadline.RemindBackup))
        {
            MoreTime = fields.Find(moreTime) is { } said ? said.Rule : fields.FindValue(within) is { } once ? new(once, 1) : null,
        };
    }
}

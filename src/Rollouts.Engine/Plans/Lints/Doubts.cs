using System.Collections.Immutable;

namespace Rollouts.Engine;

/// <summary>What is allowed and yet seldom meant.</summary>
internal static class Doubts
{
    private static readonly (NameKind Kind, string Advice)[] Unused =
    [
        (NameKind.Role, "let it approve, own or command something, or leave it out"),
        (NameKind.Message, "post it in a notify, or leave it out"),
        (NameKind.Procedure, "run it from a trigger, phase or routine, or leave it out"),
        (NameKind.Gate, "name it in a resume or re-arm, or leave it out"),
        (NameKind.Metric, "ask for it in a gate or trigger, or leave it out"),
        (NameKind.Channel, "post to it in a notify, make it the plan's channel, or leave it out"),
        (NameKind.Source, "read a metric from it, or leave it out"),
    ];

    public static void Raise(Plan plan, Findings findings)
    {
        foreach (var phase in plan.Phases.Where(phase => phase.Review is null && phase.Exit.Review is null))
            findings.Warn(phase, $"nobody is asked to look at {phase.Name}", "add review: every 1d, or another schedule");
        foreach (var trigger in plan.Triggers.Where(trigger => Stops(trigger.Do.Move) && ResumeOf(plan, trigger) is null))
            findings.Warn(trigger, $"after '{trigger.Name}' anyone may resume: no gate asks whether it is over", "add resume: gate NAME, or a list of criteria");
        var raises = plan.Phases.Any(phase => phase.Members is not null || phase.Steps.Any(step => step.Exposure.Audience.IsRiseFrom(AudienceExposure.None)));
        foreach (var dial in plan.Flags.Values.Where(flag => flag.Use == FlagUse.Exposure && !raises))
            findings.Warn(dial, $"the dial {dial.Name} is never raised", "give a phase an exposure with percent or allow");
        foreach (var dial in plan.Settings.Values.Where(setting => setting.Dial is not null && !raises))
            findings.Warn(dial, $"the dial {dial.Name} is never raised", "give a phase an exposure with percent");
        if (raises && plan.Flags.Values.All(flag => flag.Use != FlagUse.Exposure) && (NamesSomeone(plan) || plan.Settings.Values.All(setting => setting.Dial is null)))
            findings.Warn(plan.Phases[0], "no flag follows the exposure: letting someone in changes nothing", "give a flag dial: exposure");
        foreach (var (kind, advice) in Unused)
            foreach (var (name, place) in findings.Names.Unused(kind))
                findings.WarnAt(place, $"nothing uses the {PlanNames.Word(kind)} '{name}'", advice);
    }

    /// <summary>A setting that is a dial holds a percent, and nobody's name.</summary>
    private static bool NamesSomeone(Plan plan) => plan.Phases.Any(phase =>
        phase.Members is not null || phase.Steps.Any(step => !step.Exposure.Audience.Allowed.IsEmpty || !step.Exposure.Audience.Denied.IsEmpty));

    private static bool Stops(Move? move) => move is Move.Pause or Move.Halt or Move.Back;

    private static string? ResumeOf(Plan plan, Trigger trigger) => trigger.Do.Resume ?? (trigger.Do.Move is Move.Pause ? plan.Resume : plan.ResumeWayBack) ?? trigger.Do.Move switch
    {
        Move.Halt => plan.Flags.Values.Select(flag => flag.ReArm).FirstOrDefault(gate => gate is not null),
        Move.Back => ActionsOf(plan, trigger.Do.Procedure).OfType<ProcedureAction.TurnOff>().Select(off => plan.Flags[off.Flag].ReArm).FirstOrDefault(gate => gate is not null),
        _ => null,
    };

    private static ImmutableArray<ProcedureAction> ActionsOf(Plan plan, string? procedure) =>
        procedure is null ? plan.WayBack.Actions : plan.Procedures.TryGetValue(procedure, out var named) ? named.Actions : [];
}

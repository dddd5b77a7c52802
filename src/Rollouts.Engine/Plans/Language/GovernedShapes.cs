namespace Rollouts.Engine;

internal sealed class FlagShape : MappingShape<GovernedFlag>
{
    private readonly Key<string> dial;
    private readonly Key<string> unit;
    private readonly Key<bool> killSwitch;
    private readonly Key<bool> feature;
    private readonly Key<bool> protection;
    private readonly Key<string> reArm;

    public FlagShape()
        : base("flag", "a flag", "A feature flag that the launch governs: a dial, a kill switch, a feature, or a protected flag.")
    {
        dial = Optional("dial", Words.OneOf("what the dial follows", ("exposure", "exposure")), "The flag follows the exposure of the step: percent, allowed, denied, members.");
        unit = Optional("unit", Words.Text, "What one evaluation of a dial is about: user (if not given), workspace, community.");
        killSwitch = Optional("kill-switch", Words.True("the mark of a kill switch"), "On while the launch runs; may be thrown by anyone at any time.");
        feature = Optional("feature", Words.OneOf("a feature's state at the start", ("on", true), ("off", false)), "A feature that procedures turn off and a gate turns on again; its state at the start.");
        protection = Optional("protected", Words.True("the mark of a protected flag"), "Legal or privacy: never turned off through this system.");
        reArm = Optional("re-arm", References.Gate, "The gate that must pass before the flag is turned on again, written: gate NAME.");
    }

    protected override GovernedFlag? Make(Fields fields)
    {
        var problems = fields.Scope.Problems;
        Key[] uses = [dial, killSwitch, feature, protection];
        if (uses.Count(fields.Has) != 1)
        {
            problems.Error(fields.Map.Start, "a flag has one use", "write one of dial: exposure, kill-switch: true, feature: on, feature: off, protected: true");
            return null;
        }

        if (fields.Has(unit) && !fields.Has(dial)) problems.Error(fields.At(unit).Start, "only a dial has a unit", "leave it out");
        if (fields.Has(reArm) && fields.Has(protection)) problems.Error(fields.At(reArm).Start, "a protected flag is never turned off", "leave re-arm out");
        var use = fields.Has(dial) ? FlagUse.Exposure : fields.Has(killSwitch) ? FlagUse.KillSwitch : fields.Has(feature) ? FlagUse.Feature : FlagUse.Protected;
        return new("", use, fields.Or(unit, "user"), fields.Find(reArm), fields.Or(feature, true));
    }
}

internal sealed class SettingShape : MappingShape<GovernedSetting>
{
    private readonly Key<SettingDial> dial;
    private readonly Key<string> value;
    private readonly Key<Looser> looser;
    private readonly Key<ApplySetting> apply;

    public SettingShape()
        : base("setting", "a setting", "A configuration value that the launch moves with its exposure.")
    {
        dial = Optional("dial", Words.OneOf("how a dial is written", ("fraction", SettingDial.Fraction), ("percent", SettingDial.Percent)), "The setting follows the percent of the exposure, written as a fraction (0.10 at 10 %) or as a percent (10). It then has no value and no looser side of its own.");
        value = Optional("value", Words.Value, "The value after the launch, and where no step says otherwise. Every setting that is no dial has one.");
        looser = Optional("looser", Words.OneOf("the looser side", ("up", Looser.Up), ("down", Looser.Down), ("unknown", Looser.Unknown)), "In which direction more is let happen: up, down, or unknown. A move to the looser side is a rise; where it is unknown, every move is.");
        apply = Optional("apply", new ApplyShape(), "What makes a written value effective; written is enough if not given.");
    }

    protected override GovernedSetting? Make(Fields fields)
    {
        var problems = fields.Scope.Problems;
        if (fields.FindValue(dial) is { } form)
        {
            foreach (var other in new Key[] { value, looser }.Where(fields.Has)) problems.Error(fields.At(other).Start, $"a dial follows the exposure and has no {other.Name} of its own", "leave it out");
            return new("", "0", Looser.Up, fields.Find(apply)) { Dial = form };
        }

        foreach (var missing in new Key[] { value, looser }.Where(key => !fields.Has(key))) problems.Error(fields.Map.Start, $"'{missing.Name}' is missing", "write it, or dial: fraction");
        return new("", fields.Or(value, ""), fields.Or(looser, Looser.Unknown), fields.Find(apply));
    }
}

internal sealed class ApplyShape : MappingShape<ApplySetting>
{
    private readonly Key<string> call;
    private readonly Key<Rule> confirm;
    private readonly Key<TimeSpan> within;

    public ApplyShape()
        : base("apply", "what applies a setting", "A written setting is not yet effective: a deploy hook is called, and a reading confirms it.")
    {
        call = Required("call", Words.Link, "The deploy hook that is called after the setting is written.");
        confirm = Optional("confirm", new RuleShape(), "The criterion that shows that the value is effective.");
        within = Required("within", Words.Duration, "How long that may take.");
    }

    protected override ApplySetting? Make(Fields fields) =>
        new(fields.Or(call, ""), fields.Find(confirm)?.Criterion, fields.Or(within, TimeSpan.FromMinutes(5)));
}

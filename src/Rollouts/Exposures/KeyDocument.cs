using System.Text.Json.Serialization;

namespace Rollouts;

/// <summary>The desired content of one governed key: absolute, so that writing it twice changes nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Dial), "dial")]
[JsonDerivedType(typeof(Switch), "switch")]
[JsonDerivedType(typeof(Setting), "setting")]
public abstract record KeyDocument
{
    private KeyDocument()
    {
    }

    /// <summary>A flag that follows the exposure. Off is off for all, the allowed too; 0 % with someone allowed is on with a targeting filter.</summary>
    public sealed record Dial(bool Enabled, AudienceExposure Audience) : KeyDocument
    {
        public override string ToString() => Enabled ? Audience.ToString() : "off";
    }

    /// <summary>A flag that is on or off for all: a kill switch, a feature.</summary>
    public sealed record Switch(bool On) : KeyDocument
    {
        public override string ToString() => On ? "on" : "off";
    }

    /// <summary>A plain configuration value.</summary>
    public sealed record Setting(string Value) : KeyDocument
    {
        public override string ToString() => Value;
    }

    /// <summary>True when moving from <paramref name="before"/> to this lets more happen. Unknown or unlike documents count as a rise.</summary>
    public bool IsRiseFrom(KeyDocument? before, Looser looser) => (this, before) switch
    {
        (Dial { Enabled: false }, _) or (Switch { On: false }, _) => false,
        (Dial now, Dial { Enabled: true } was) => now.Audience.IsRiseFrom(was.Audience),
        (Dial now, Dial) => now.Audience.IsRiseFrom(AudienceExposure.None),
        (Switch, Switch { On: true }) => false,
        (Setting now, Setting was) => SettingValue.IsRise(was.Value, now.Value, looser),
        _ => true,
    };

    public bool SameAs(KeyDocument other) => (this, other) switch
    {
        (Dial a, Dial b) => a.Enabled == b.Enabled && (!a.Enabled || a.Audience.SameAs(b.Audience)),
        (Switch a, Switch b) => a.On == b.On,
        (Setting a, Setting b) => a.Value == b.Value,
        _ => false,
    };
}

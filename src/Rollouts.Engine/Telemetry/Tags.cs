namespace Rollouts.Engine;

/// <summary>The attributes of metrics and spans.</summary>
public static class Tags
{
    public const string Name = "rollout.name";
    public const string Phase = "rollout.phase";
    public const string Pace = "rollout.pace";
    public const string Metric = "rollout.metric";
    public const string Result = "rollout.result";
    public const string Source = "rollout.source.name";
    public const string SourceKind = "rollout.source.kind";
    public const string Gate = "rollout.gate";
    public const string Verdict = "rollout.verdict";
    public const string Trigger = "rollout.trigger";
    public const string Input = "rollout.input";
    public const string Outcome = "rollout.outcome";
    public const string Role = "rollout.role";
    public const string Drill = "rollout.drill";
    public const string Effect = "rollout.effect";
    public const string ErrorType = "error.type";
    public const string EffectId = "rollout.effect.id";
    public const string InputId = "rollout.input.id";
    public const string Entry = "rollout.entry";
    public const string Reason = "rollout.reason";
    public const string Flag = "feature_flag.key";
    public const string Channel = "rollout.channel";
    public const string Topic = "rollout.topic";
    public const string Launches = "rollout.launches";
}

using Microsoft.Azure.Functions.Worker;
using Rollouts.Engine;

namespace RolloutFunctions;

/// <summary>One activity for each kind of effect, named as <see cref="EffectCall.Kind"/> says; each may be called again for the same effect.</summary>
internal sealed class EffectActivities(EffectWork work)
{
    [Function("SetFlag")]
    public Task<EffectReport> SetFlagAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => work.CarryOutAsync(call, cancellation);

    [Function("SetSetting")]
    public Task<EffectReport> SetSettingAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => work.CarryOutAsync(call, cancellation);

    [Function("Post")]
    public Task<EffectReport> PostAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => work.CarryOutAsync(call, cancellation);

    [Function("Capture")]
    public Task<EffectReport> CaptureAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => work.CarryOutAsync(call, cancellation);

    [Function("CallWebhook")]
    public Task<EffectReport> CallWebhookAsync([ActivityTrigger] EffectCall call, CancellationToken cancellation) => work.CarryOutAsync(call, cancellation);
}

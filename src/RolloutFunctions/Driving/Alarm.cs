using Microsoft.DurableTask;

namespace RolloutFunctions;

/// <summary>The one timer that a driver has open. One that is left open keeps the driver alive until it fires.</summary>
internal sealed class Alarm(TaskOrchestrationContext context) : IDisposable
{
    private CancellationTokenSource? cancel;
    private Task? timer;
    private DateTime due;

    /// <summary>The timer for this time, the same one where it is open already; nothing for no time.</summary>
    public IEnumerable<Task> At(DateTime? until)
    {
        if (until != due || timer is { IsCompleted: true }) Dispose();
        if (until is not { } wake) return [];
        if (timer is null)
        {
            cancel = new();
            (timer, due) = (context.CreateTimer(wake, cancel.Token), wake);
        }

        return [timer];
    }

    public void Dispose()
    {
        if (timer is { IsCompleted: false }) cancel!.Cancel();
        cancel?.Dispose();
        (cancel, timer, due) = (null, null, default);
    }
}

using Ingestion.Uploads;

namespace Ingestion.Faults;

/// <summary>Applies the present fault. Failures are spread evenly instead of drawn at random, so that every run shows the same rate.</summary>
public sealed class FaultInjector
{
    private readonly Lock gate = new();
    private Fault? fault;
    private long requests;

    public void Set(Fault? fault)
    {
        lock (gate) (this.fault, requests) = (fault, 0);
    }

    public FaultHit Next(UploadPath path)
    {
        lock (gate)
        {
            if (this.fault is not { } fault || fault.Path != path) return default;
            var nth = ++requests - fault.AfterRequests;
            if (nth <= 0) return default;
            return new FaultHit(Math.Floor(nth * fault.ErrorRate) > Math.Floor((nth - 1) * fault.ErrorRate), fault.Latency);
        }
    }
}

namespace LoadDriver;

/// <summary>Gathers what happened to the requests. Safe for several threads.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<(string Path, string Status), long> _outcomes = [];
    private readonly List<double> latencies = [];
    private readonly Lock gate = new();
    private long sent;
    private long done;
    private long shed;
    private long errors;

    public long UnderWay
    {
        get
        {
            lock (gate) return sent - done;
        }
    }

    public void Sent()
    {
        lock (gate) sent++;
    }

    public void Shed()
    {
        lock (gate) shed++;
    }

    public void Done(Answer answer, TimeSpan latency)
    {
        lock (gate)
        {
            done++;
            _outcomes[(answer.Path, answer.Status)] = _outcomes.GetValueOrDefault((answer.Path, answer.Status)) + 1;
            if (!answer.Ok) errors++;
            if (answer.Timed) latencies.Add(latency.TotalMilliseconds);
        }
    }

    public LoadReport Report(LoadPlan plan, TimeSpan sending)
    {
        lock (gate)
        {
            var sorted = latencies.Order().ToArray();
            return new LoadReport(
                plan.Requests,
                sent,
                shed,
                errors,
                sending,
                [.. _outcomes.Select(o => new LoadReport.Outcome(o.Key.Path, o.Key.Status, o.Value))],
                new LoadReport.Latency(At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.99), At(sorted, 1)));
        }
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

namespace LoadDriver;

/// <summary>Gathers what happened to the requests. Safe for several threads.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<(string Path, string Status), long> _outcomes = [];
    private readonly List<double> _latencies = [];
    private readonly Lock _lock = new();
    private long _sent;
    private long _done;
    private long _shed;
    private long _errors;

    public long UnderWay
    {
        get
        {
            lock (_lock) return _sent - _done;
        }
    }

    public void Sent()
    {
        lock (_lock) _sent++;
    }

    public void Shed()
    {
        lock (_lock) _shed++;
    }

    public void Done(Answer answer, TimeSpan latency)
    {
        lock (_lock)
        {
            _done++;
            _outcomes[(answer.Path, answer.Status)] = _outcomes.GetValueOrDefault((answer.Path, answer.Status)) + 1;
            if (!answer.Ok) _errors++;
            if (answer.Timed) _latencies.Add(latency.TotalMilliseconds);
        }
    }

    public LoadReport Report(LoadPlan plan, TimeSpan sending)
    {
        lock (_lock)
        {
            var sorted = _latencies.Order().ToArray();
            return new LoadReport(
                plan.Requests,
                _sent,
                _shed,
                _errors,
                sending,
                [.. _outcomes.Select(o => new LoadReport.Outcome(o.Key.Path, o.Key.Status, o.Value))],
                new LoadReport.Latency(At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.99), At(sorted, 1)));
        }
    }

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

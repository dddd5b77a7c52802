using System.CommandLine;
using System.Globalization;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Reports something that people or systems noticed, or the value of a metric that is reported by hand.</summary>
internal static class ReportVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var kind = Verb.Text("--kind", "What is reported: complaint, data-corruption", "KIND");
        var key = Verb.Text("--key", "Reports of one kind and key are about the same issue", "KEY");
        var text = Verb.Text("--text", "What was noticed", "TEXT");
        var metric = Verb.Text("--metric", "The metric whose value is reported", "METRIC");
        var value = Verb.Text("--value", "Its value: 4.5%, 250ms, 12", "VALUE");
        var samples = new Option<double?>("--samples") { Description = "The sample size behind the value", HelpName = "N" };
        var member = Verb.Text("--member", "The member that it is about", "MEMBER");
        return new Verb("report", "Report an issue, or the value of a metric", "rollout report d7 --kind complaint --key slow-upload --text \"three calls today\"", "rollout report d7 --metric csat --value 4.2 --samples 37")
        {
            name, kind, key, text, metric, value, samples, member,
        }.Does(call =>
        {
            var report = (call.Get(kind), call.Get(metric), call.Get(value)) switch
            {
                ({ } what, null, null) => new Fields().With("kind", what).With("key", call.Get(key)).With("text", call.Get(text)),
                (null, { } what, { } number) => new Fields().With("metric", what).With("value", Number(number)).With("samples", call.Get(samples)),
                _ => throw new UsageException("report either a --kind, or a --metric with its --value"),
            };
            return call.ShowAsync(call.Get(name), call.Host.ReportAsync(call.Get(name), report.With("member", call.Get(member)), call.Cancellation));
        });
    }

    /// <summary>In canonical units: 4.5 % is 0.045, 250 ms is 0.25.</summary>
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : Quantity.TryParse(text, out var quantity) ? quantity.Value
        : throw new UsageException($"'{text}' is no value; write 4.5%, 250ms, 12");
}

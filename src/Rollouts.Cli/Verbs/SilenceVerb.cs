using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Lets an alert fire no trigger for a time, with what stands in for it.</summary>
internal static class SilenceVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var alert = new Argument<string>("ALERT") { Description = "The alert's rule" };
        var span = Verb.Text("--for", "For how long: 30m, 4h", "TIME", required: true);
        var control = Verb.Text("--control", "What stands in for the alert meanwhile", "TEXT", required: true);
        return new Verb("silence", "Let an alert fire no trigger for a time", "rollout silence d7 SlowUploads --for 2h --control \"on-call watches the dashboard\"") { name, alert, span, control }
            .Does(call => call.CommandAsync(call.Get(name), Fields.Command("silence")
                .With("alert", call.Get(alert)).With("for", Time(call.Get(span)!)).With("control", call.Get(control))));
    }

    private static string Time(string text) => Span.TryParse(text, out _) ? text : throw new UsageException($"'{text}' is no time; write 90s, 15m, 4h");
}

using System.CommandLine;
using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Explains the last decisions out of the journal.</summary>
internal static class WhyVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var gate = Verb.Text("--gate", "Only what is about this gate, its changed verdicts included", "GATE");
        var at = new Option<long?>("--at") { Description = "Explain this entry of the journal", HelpName = "SEQ" };
        var last = new Option<int>("--last") { Description = "How many decisions", HelpName = "N", DefaultValueFactory = _ => 10 };
        return new Verb("why", "Explain the last decisions: values, rules, verdicts, who and when", "rollout why d7", "rollout why d7 --gate P2", "rollout why d7 --at 41") { name, gate, at, last }
            .Does(call => call.Get(at) is { } seq ? EntryAsync(call, call.Get(name), seq) : LastAsync(call, call.Get(name), call.Get(gate), call.Get(last)));
    }

    private static async Task<int> LastAsync(Call call, string rollout, string? gate, int count)
    {
        var view = await call.Host.GetAsync(rollout, call.Cancellation);
        var journal = new List<Entry>();
        await foreach (var entry in call.Host.JournalAsync(rollout, 0, call.Cancellation)) journal.Add(entry.Value);
        var decisions = Decisions.Last(journal, gate, count);
        if (call.IsJson) call.Terminal.WriteJson(new { rollout, health = view.Value.Health, waitsFor = view.Value.WaitsFor, decisions, amendments = view.Value.Amendments });
        else call.Terminal.Write(WhyPage.Of(view.Value, decisions, new EventText(view.Value), call.Now));
        return ExitCode.Fine;
    }

    private static async Task<int> EntryAsync(Call call, string rollout, long seq)
    {
        var view = await call.Host.GetAsync(rollout, call.Cancellation);
        if (seq < 1 || seq > view.Value.Seq)
            return call.Fail("Not found", FormattableString.Invariant($"{rollout} has entries 1 to {view.Value.Seq}"), null, ExitCode.Failed);
        await foreach (var entry in call.Host.JournalAsync(rollout, seq - 1, call.Cancellation))
            return call.Show(entry, one => WhyPage.Of(one, new EventText(view.Value)));
        throw new HostException("the journal is shorter than its head", rollout, null);
    }
}

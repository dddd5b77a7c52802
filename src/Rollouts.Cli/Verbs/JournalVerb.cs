using System.CommandLine;
using Rollouts.Cli.Hosts;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Verbs;

/// <summary>Prints the journal, or checks its hash chain.</summary>
internal static class JournalVerb
{
    public static Verb Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The rollout", Arity = ArgumentArity.ZeroOrOne };
        var verify = new Option<bool>("--verify") { Description = "Recompute the hash of every entry from the first; exit code 1 when the chain is broken" };
        var after = new Option<long>("--after") { Description = "Only entries after this one", HelpName = "N" };
        var file = Verb.Text("--file", "A journal file on disk instead of a host's", "PATH");
        return new Verb("journal", "Print the journal, a line per entry, or verify it", "rollout journal d7 --after 120", "rollout journal d7 --verify", "rollout journal --file .rollouts/d7/journal.jsonl --verify")
        {
            name, verify, after, file,
        }.Does(call => (call.Get(name), call.Get(file)) switch
        {
            ({ } rollout, null) => OfHostAsync(call, rollout, call.Get(verify), call.Get(after)),
            (null, { } path) => OfFileAsync(call, path, call.Get(verify), call.Get(after)),
            _ => throw new UsageException("name a rollout, or a journal with --file"),
        });
    }

    private static async Task<int> OfHostAsync(Call call, string rollout, bool verify, long after)
    {
        var check = new ChainCheck();
        var entries = new List<Answer<Entry>>();
        await foreach (var entry in call.Host.JournalAsync(rollout, verify ? 0 : after, call.Cancellation))
        {
            if (verify) check.Add(entry.Value);
            else entries.Add(entry);
        }

        if (verify) return Verified(call, rollout, check);
        if (call.IsJson) call.Terminal.WriteJson(entries.Select(entry => entry.Json));
        else call.Terminal.Write(JournalPage.Of(entries.Select(entry => entry.Value), new EventText((await call.Host.GetAsync(rollout, call.Cancellation)).Value)));
        return ExitCode.Fine;
    }

    private static async Task<int> OfFileAsync(Call call, string path, bool verify, long after)
    {
        var journal = await JournalFile.ReadAsync(path, call.Cancellation);
        if (verify)
        {
            var check = new ChainCheck();
            foreach (var entry in journal.Entries) check.Add(entry);
            if (journal.Fault is { } fault) check.Broke(fault);
            return Verified(call, path, check);
        }

        var shown = journal.Entries.Where(entry => entry.Seq > after);
        if (call.IsJson) call.Terminal.WriteJson(shown);
        else call.Terminal.Write(JournalPage.Of(shown, EventText.WithoutNames));
        return journal.Fault is { } unreadable ? call.Fail("the journal is damaged", unreadable, null, ExitCode.Failed) : ExitCode.Fine;
    }

    private static int Verified(Call call, string what, ChainCheck check)
    {
        if (call.IsJson) call.Terminal.WriteJson(new { journal = what, intact = check.Fault is null, entries = check.Entries, head = check.Hash, fault = check.Fault });
        else if (check.Fault is null) call.Terminal.Write(new Page().Line(Phrase.Of($"{what}: [green]intact[/], {check.Entries} entries, head {check.Hash}")));
        if (check.Fault is null) return ExitCode.Fine;
        call.Terminal.Error($"{what}: the journal is broken after {check.Entries} sound entries: {check.Fault}");
        return ExitCode.Failed;
    }
}

using System.CommandLine;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Names who answers while somebody is away.</summary>
internal static class DelegateVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var person = new Argument<string?>("PERSON") { Description = "Who stands in for you, by id; for --end whose delegation ends, yours if silent", Arity = ArgumentArity.ZeroOrOne };
        var span = Verb.Text("--for", "For how long: 8h, 5d; at most 30d", "TIME");
        var note = Verb.Text("--note", "Why, for the record", "TEXT");
        var end = new Option<bool>("--end") { Description = "End it before its time" };
        return new Verb("delegate", "Name who answers for you while you are away", "rollout delegate d7 U0BOB --for 5d --as U0ADA --note \"on holiday\"", "rollout delegate d7 --end --as U0ADA")
        {
            name, person, span, note, end,
        }.Does(call => call.CommandAsync(call.Get(name), call.Get(end)
            ? Fields.Command("end-delegation").With("person", call.Get(person))
            : Fields.Command("delegate").With("to", call.Get(person) ?? throw new UsageException("say who stands in for you"))
                .With("for", Time(call.Get(span) ?? throw new UsageException("say for how long: --for 5d"))).With("note", call.Get(note))));
    }

    private static string Time(string text) => Span.TryParse(text, out _) ? text : throw new UsageException($"'{text}' is no time; write 8h or 5d");
}

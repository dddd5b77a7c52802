using System.CommandLine;
using System.Security.Cryptography;
using Rollouts.Cli.Hosts;

namespace Rollouts.Cli.Verbs;

/// <summary>Marks a checklist item, with evidence where it asks for it.</summary>
internal static class MarkVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var item = new Argument<string>("ITEM") { Description = "The item's text or id" };
        var evidence = Verb.Text("--evidence", "A link or path that proves it; a file's SHA-256 is kept with it", "LINK");
        var note = Verb.Text("--note", "A note for the record", "TEXT");
        var undo = new Option<bool>("--undo") { Description = "Mark it as not done" };
        return new Verb("mark", "Mark a checklist item as done", "rollout mark d7 \"Alert rules active\" --evidence https://grafana.internal/alerts") { name, item, evidence, note, undo }
            .Does(async call => await call.CommandAsync(call.Get(name), Fields.Command("mark")
                .With("item", call.Get(item)).With("evidence", call.Get(evidence)).With("sha256", await HashAsync(call.Get(evidence), call.Cancellation))
                .With("note", call.Get(note)).With("done", call.Get(undo) ? "false" : null)));
    }

    private static async Task<string?> HashAsync(string? evidence, CancellationToken cancellation)
    {
        if (evidence is null || !File.Exists(evidence)) return null;
        try
        {
            await using var file = File.OpenRead(evidence);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the evidence: {Unread.Because(evidence, problem)}");
        }
    }
}

using System.CommandLine;
using System.Globalization;

namespace Rollouts.Cli.Verbs;

/// <summary>A day of a launch as a table, or the whole of it.</summary>
internal static class ExportVerb
{
    public static Verb Create()
    {
        var name = Verb.RolloutName();
        var day = Verb.Text("--day", "Only this day, in the plan's time zone; every day if silent", "YYYY-MM-DD");
        var format = new Option<string>("--format") { Description = "csv, or jsonl", DefaultValueFactory = _ => "csv", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        return new Verb("export", "Print readings, verdicts, inputs and events as a table", "rollout export pilot --day 2026-05-04 > 2026-05-04.csv", "rollout export pilot --format jsonl")
        {
            name, day, format,
        }.Does(async call =>
        {
            if (call.Get(day) is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                throw new UsageException($"'{text}' is no day; write 2026-05-04");
            // One JSON document of what would be lines.
            if (call.IsJson) call.Terminal.WriteJson(await call.Host.ExportAsync(call.Get(name), call.Get(day), call.Cancellation));
            else call.Terminal.Output.Write(await call.Host.ExportAsync(call.Get(name), call.Get(day), call.Get(format), call.Cancellation));
            return ExitCode.Fine;
        });
    }
}

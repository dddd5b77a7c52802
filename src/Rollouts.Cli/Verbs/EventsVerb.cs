using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Rollouts.Cli.Pages;
using Rollouts.Engine;

namespace Rollouts.Cli.Verbs;

/// <summary>Sends raw events from files to a host, and shows the last ones.</summary>
internal static class EventsVerb
{
    /// <summary>Far below what a host takes at once, and few enough that each delivery is quick.</summary>
    private const int MostBytes = 1024 * 1024;

    public static Verb Create() => new("events", "Send raw events that KPIs are counted on, or show the last ones", "rollout events send uploads.jsonl", "rollout events list --limit 50")
    {
        Send(), List(),
    };

    private static Option<string?> Stream() => Verb.Text("--stream", $"The stream of the plan's source; {EventStream.Default} if silent", "STREAM");

    private static Verb Send()
    {
        var file = new Argument<string>("FILE") { Description = "Events as JSON lines, a JSON array or CSV; - reads standard input" };
        var format = new Option<string?>("--format") { Description = "jsonl, json or csv; by the file's name if silent", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("jsonl", "json", "csv");
        var stream = Stream();
        return new Verb("send", "Send events from a file; sending them again changes nothing", "rollout events send uploads.csv --stream staging", "tail -n 100 app.log | rollout events send - --format jsonl") { file, format, stream }
            .Does(call => SendAsync(call, call.Get(file), call.Get(format), call.Get(stream)));
    }

    private static Verb List()
    {
        var limit = new Option<int>("--limit") { Description = "How many", DefaultValueFactory = _ => 50, HelpName = "N" };
        var stream = Stream();
        return new Verb("list", "Show the last events as JSON lines", "rollout events list --limit 200 > snapshot.jsonl") { limit, stream }
            .Does(async call =>
            {
                call.Terminal.Output.Write(await call.Host.LatestEventsAsync(call.Get(stream), call.Get(limit), call.Cancellation));
                return ExitCode.Fine;
            });
    }

    /// <summary>The whole file is read and checked first, so that nothing of a faulty one is sent.</summary>
    private static async Task<int> SendAsync(Call call, string file, string? format, string? stream)
    {
        var content = await ReadAsync(file, call.Cancellation);
        switch (EventReader.Read(FormatOf(file, format), content, call.Now))
        {
            case EventReading.Faulty faulty:
                if (call.IsJson) call.Terminal.WriteJson(new { error = new { title = "nothing was sent: lines cannot be read", errors = faulty.Errors } });
                foreach (var error in faulty.Errors) call.Terminal.Error($"{file} {error}");
                return ExitCode.BadUsage;
            case EventReading.Sound sound:
                var (taken, known) = (0, 0);
                foreach (var delivery in Deliveries(sound.Events))
                {
                    var answer = await call.Host.SendEventsAsync(stream, delivery, call.Cancellation);
                    (taken, known) = (taken + answer.Value.Taken, known + answer.Value.Known);
                }

                if (call.IsJson) call.Terminal.WriteJson(new { stream = stream ?? EventStream.Default, taken, known });
                else call.Terminal.Write(new Page().Line(Phrase.Of($"{taken} events taken, {known} known before")));
                return ExitCode.Fine;
            default:
                throw new InvalidOperationException("unknown reading");
        }
    }

    private static IEnumerable<byte[]> Deliveries(ImmutableArray<RawEvent> events)
    {
        var delivery = new MemoryStream();
        foreach (var raw in events)
        {
            delivery.Write(RawEventText.Line(raw));
            if (delivery.Length < MostBytes) continue;
            yield return delivery.ToArray();
            delivery.SetLength(0);
        }

        if (delivery.Length > 0) yield return delivery.ToArray();
    }

    private static EventFormat FormatOf(string file, string? format) => (format ?? Path.GetExtension(file).TrimStart('.').ToLowerInvariant()) switch
    {
        "jsonl" or "ndjson" => EventFormat.JsonLines,
        "json" => EventFormat.Json,
        "csv" => EventFormat.Csv,
        _ => throw new UsageException($"say how {file} is written: --format jsonl, json or csv"),
    };

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            if (file == "-") return Encoding.UTF8.GetBytes(await Console.In.ReadToEndAsync(cancellation));
            return Directory.Exists(file) ? throw new UsageException($"{file} is a folder, not events") : await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(Unread.Because(file, problem));
        }
    }
}

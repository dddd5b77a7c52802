using System.Text;

namespace Rollouts.Engine.Tests.Events;

public class EventReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static EventReading Read(EventFormat format, string body) => EventReader.Read(format, Encoding.UTF8.GetBytes(body), Now);

    private static RawEvent[] Sound(EventFormat format, string body)
    {
        var reading = Read(format, body);
        return reading is EventReading.Sound sound ? [.. sound.Events] : throw new Xunit.Sdk.XunitException(string.Join('\n', ((EventReading.Faulty)reading).Errors));
    }

    private static string[] Errors(EventFormat format, string body) =>
        [.. Assert.IsType<EventReading.Faulty>(Read(format, body)).Errors.Select(error => error.ToString())];

    public static TheoryData<EventFormat, string> SameEvents => new()
    {
        {
            EventFormat.JsonLines, """
            {"id":"1","at":"2026-05-04T09:30:00.25Z","name":"first_value","seconds":1.5,"variant":"e2","ok":true,"code":"007","note":null}

            {"id":"2","at":"2026-05-04T11:30:00+02:00","name":"mic, asked","variant":"say \"e2\""}
            """
        },
        {
            EventFormat.Json, """
            [ {"id":"1","at":"2026-05-04T09:30:00.25Z","name":"first_value","seconds":1.5,"variant":"e2","ok":true,"code":"007"},
              {"id":"2","at":"2026-05-04T09:30:00Z","name":"mic, asked","variant":"say \"e2\""} ]
            """
        },
        {
            EventFormat.Csv, "id,at,name,seconds,variant,ok,code\r\n1,2026-05-04T09:30:00.25Z,first_value,1.5,e2,true,007\r\n\r\n2,2026-05-04 09:30:00Z,\"mic, asked\",,\"say \"\"e2\"\"\",,\r\n"
        },
    };

    [Theory]
    [MemberData(nameof(SameEvents))]
    public void The_same_events_are_read_from_every_format(EventFormat format, string body)
    {
        var events = Sound(format, body.Replace("\"1\"", format == EventFormat.Csv ? "1" : "\"1\"", StringComparison.Ordinal));

        Assert.Equal(["1", "2"], events.Select(raw => raw.Id));
        Assert.Equal([Now.AddHours(-2.5).AddMilliseconds(250), Now.AddHours(-2.5)], events.Select(raw => raw.At));
        Assert.Equal(["first_value", "mic, asked"], events.Select(raw => raw.Name));
        Assert.Equal(1.5, events[0]["seconds"]!.Value.Number);
        Assert.Equal("true", events[0]["ok"]!.Value.Text);
        Assert.Equal(("007", null), (events[0]["code"]!.Value.Text, events[0]["code"]!.Value.Number));
        Assert.Null(events[0]["note"]);
        Assert.Null(events[1]["seconds"]);
        Assert.Equal("say \"e2\"", events[1]["variant"]!.Value.Text);
    }

    [Fact]
    public void One_event_alone_is_a_delivery() => Assert.Equal("a", Sound(EventFormat.Json, """{"id":"a","at":"2026-05-04T12:00:00Z","name":"x"}""").Single().Id);

    [Fact]
    public void Objects_inside_become_fields_with_dots() =>
        Assert.Equal(3, Sound(EventFormat.Json, """{"id":"a","at":"2026-05-04T12:00:00Z","name":"x","props":{"mic":{"tries":3}}}""").Single()["props.mic.tries"]!.Value.Number);

    [Fact]
    public void What_was_written_is_read_back_the_same()
    {
        var raw = Sound(EventFormat.Csv, "id,at,name,seconds,text\n1,2026-05-04T09:30:00.1234567Z,x,0.1,\"ü \"\"q\"\"\n2\"\n").Single();
        var back = Sound(EventFormat.JsonLines, Encoding.UTF8.GetString(RawEventText.Line(raw))).Single();

        Assert.Equal((raw.Id, raw.At, raw.Name), (back.Id, back.At, back.Name));
        Assert.Equal(raw.Fields.AsEnumerable(), back.Fields.AsEnumerable());
    }

    public static TheoryData<string, string> WrongLines => new()
    {
        { "{\"id\":\"1\"", "line 2: it is not JSON" },
        { "[1]", "line 2: an event is a JSON object" },
        { """{"at":"2026-05-04T09:30:00Z","name":"x"}""", "line 2: it has no 'id'" },
        { """{"id":"1","at":"2026-05-04T09:30:00Z"}""", "line 2: it has no 'name'" },
        { """{"id":"1","name":"x"}""", "line 2: it has no 'at'" },
        { """{"id":"1","name":"x","at":"2026-05-04T09:30:00"}""", "line 2: 'at' is '2026-05-04T09:30:00', not a time with its offset" },
        { """{"id":"1","name":"x","at":1777887000}""", "line 2: 'at' is '1777887000', not a time with its offset" },
        { """{"id":"1","name":"x","at":"2026-05-04T12:06:00Z"}""", "line 2: 'at' is 2026-05-04 12:06:00Z, in the future" },
        { """{"id":"1","name":"x","at":"2026-02-01T12:00:00Z"}""", "line 2: 'at' is 2026-02-01 12:00:00Z: events are kept for 90 days" },
        { """{"id":"1","name":"x","at":"2026-05-04T09:30:00Z","tags":["a"]}""", "line 2: 'tags' is a list" },
        { """{"id":"1","name":"x","at":"2026-05-04T09:30:00Z","n":1e999}""", "line 2: 'n' is too large a number" },
        { """{"id":"1","name":"x","at":"2026-05-04T09:30:00Z","id":"2"}""", "line 2: it has 'id' twice" },
        { """{"id":"1","name":"x","at":"2026-05-04T09:30:00Z","t":"\ud800"}""", "line 2: a text holds half a character" },
        { "{\"id\":\"1\",\"name\":\"x\",\"at\":\"2026-05-04T09:30:00Z\",\"t\":\"" + new string('t', 1001) + "\"}", "line 2: 't' has 1001 characters" },
    };

    [Theory]
    [MemberData(nameof(WrongLines))]
    public void A_wrong_line_is_named_and_the_good_ones_are_not_taken(string line, string error)
    {
        const string good = """{"id":"0","at":"2026-05-04T09:30:00Z","name":"x"}""";
        Assert.StartsWith(error, Assert.Single(Errors(EventFormat.JsonLines, good + "\n" + line + "\n" + good.Replace("\"0\"", "\"9\"", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_line_is_named_up_to_a_hundred()
    {
        Assert.Equal(["line 1: it has no 'id'", "line 3: it has no 'id'"], Errors(EventFormat.JsonLines, "{}\n\n{}"));
        Assert.Equal(EventReader.MostErrors, Errors(EventFormat.JsonLines, string.Concat(Enumerable.Repeat("{}\n", 500))).Length);
    }

    [Theory]
    [InlineData("[\n  {},\n  {\"id\":\"1\"}\n]", "line 2: it has no 'id'", "line 3: it has no 'name'")]
    [InlineData("[\n  {\"id\":\"1\",\n   \"name\":\"x\"},\n oops]", "line 2: it has no 'at'", "line 4: it is not JSON")]
    [InlineData("\"text\"", "line 1: an event is a JSON object")]
    [InlineData("[]", "line 1: there is no event")]
    [InlineData("", "line 1: there is no event")]
    public void In_an_array_the_line_of_an_event_is_where_it_begins(string body, params string[] errors)
    {
        var found = Errors(EventFormat.Json, body);
        Assert.Equal(errors.Length, found.Length);
        Assert.All(errors.Zip(found), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("id,at\n1,2026-05-04T09:30:00Z", "line 1: the header has no column 'name'")]
    [InlineData("id,at,name\n1,2026-05-04T09:30:00Z", "line 2: it has 2 cells, and the header has 3")]
    [InlineData("id,at,name,t\n1,2026-05-04T09:30:00Z,x,\"two\nlines\"\n2,now,x,", "line 4: 'at' is 'now', not a time with its offset")]
    [InlineData("id,at,name\n1,2026-05-04T09:30:00Z,x\n2,\"open", "line 3: a quote is opened and never closed")]
    [InlineData("id,at,name\n1,2026-05-04T09:30:00Z,\"x\"y", "line 2: something follows a closing quote")]
    [InlineData("id,at,name\n1,2026-05-04T09:30:00Z,x\"y", "line 2: a quote stands inside a cell")]
    public void Lines_of_a_table_are_counted_as_they_stand_in_the_file(string body, string error) =>
        Assert.StartsWith(error, Assert.Single(Errors(EventFormat.Csv, body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("application/json; charset=utf-8", EventFormat.Json)]
    [InlineData("application/x-ndjson", EventFormat.JsonLines)]
    [InlineData("application/jsonl", EventFormat.JsonLines)]
    [InlineData("Text/CSV", EventFormat.Csv)]
    public void The_content_type_names_the_format(string type, EventFormat format) => Assert.Equal(format, EventReader.FormatOf(type));

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    public void What_is_no_format_is_none(string? type) => Assert.Null(EventReader.FormatOf(type));
}

using System.Text;

namespace Rollouts.Engine.Tests.Events;

public class EventQueryTests
{
    private static readonly RawEvent Raw = ((EventReading.Sound)EventReader.Read(
        EventFormat.Json, Encoding.UTF8.GetBytes("""{"id":"1","at":"2026-05-04T12:00:00Z","name":"upload","variant":"e2","ms":1500,"ok":false,"zip":"007","plan":"pro plus"}"""),
        new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero))).Events[0];

    [Theory]
    [InlineData("upload", true)]
    [InlineData("upload where variant == e2", true)]
    [InlineData("upload where variant == e1", false)]
    [InlineData("upload where variant != e1 and ok == false", true)]
    [InlineData("upload where variant != e2", false)]
    [InlineData("upload where variant in (e1, e2)", true)]
    [InlineData("upload where variant in (e1, e3)", false)]
    [InlineData("upload where ms >= 1500 and ms < 1501", true)]
    [InlineData("upload where ms > 1500", false)]
    [InlineData("upload where ms == 1500.0", true)]
    [InlineData("upload where zip == 007", true)]
    [InlineData("upload where zip == 7", false)]
    [InlineData("upload where zip > 5", false)]
    [InlineData("upload where plan == 'pro plus'", true)]
    [InlineData("upload where plan == \"pro plus\"", true)]
    [InlineData("upload where missing == x", false)]
    [InlineData("upload where missing != x", true)]
    [InlineData("upload where missing < 5", false)]
    public void Conditions_pick_events_by_their_fields(string query, bool fits) => Assert.Equal(fits, EventQuery.Parse(query).Fits(Raw));

    [Theory]
    [InlineData("upload", EventTake.Count, null)]
    [InlineData("distinct user of upload", EventTake.Distinct, "user")]
    [InlineData("sum bytes of upload", EventTake.Sum, "bytes")]
    [InlineData("ms of upload where ok == true", EventTake.Values, "ms")]
    public void What_is_taken_stands_before_of(string query, EventTake take, string? field)
    {
        var read = EventQuery.Parse(query);
        Assert.Equal((take, field, "upload"), (read.Take, read.Field, read.Name));
    }

    [Fact]
    public void A_unit_turns_what_the_app_writes_into_what_is_compared() => Assert.Equal(1.5, EventQuery.Parse("ms in ms of upload").NumberIn(Raw));

    [Theory]
    [InlineData("", "the name of an event is missing")]
    [InlineData("ms of", "the name of an event is missing")]
    [InlineData("distinct of upload", "a field is missing")]
    [InlineData("ms in parsecs of upload", "'parsecs' is no unit")]
    [InlineData("upload when ok == true", "'when' stands where 'where', 'and' or the end should")]
    [InlineData("upload where ok", "a condition on 'ok' is written with ==")]
    [InlineData("upload where ok = true", "'=' has no meaning")]
    [InlineData("upload where ms > fast", "'fast' is no number to compare 'ms' with")]
    [InlineData("upload where ok == true and", "a field is missing")]
    [InlineData("upload where ok in e1", "after 'in' values stand in brackets")]
    [InlineData("upload where ok in (e1", "a bracket is not closed")]
    [InlineData("upload where ok == 'open", "has no meaning")]
    public void What_is_no_query_is_refused_with_what_is_wrong(string query, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => EventQuery.Parse(query)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_documented_queries_are_understood()
    {
        var page = RepositoryFiles.Read("docs", "events.md");
        var queries = page.Split("```queries\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, queries.Length);
        Assert.All(queries, query => Assert.NotEmpty(EventQuery.Parse(query).Name));
    }
}

using System.Globalization;

namespace Rollouts.Simulation.Tests;

public class RecordingTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_plan_is_played_against_what_was()
    {
        var play = Play.OfRecording(SmallPlan.Plan, Read(Hourly(24 * 6, "errors", "0.5%", "2000") + Hourly(24 * 6, "latency", "800 ms", "")), restIsHealthy: true);
        Assert.Equal(Begin, play.Started);
        Assert.Equal(Begin.AddDays(6).AddHours(-1), play.Ended);
        Assert.Equal("watching", play.Stage);
        Assert.DoesNotContain(play.Story, line => line.Kind is "trigger" or "way-back");
    }

    [Fact]
    public void A_counter_counts_what_each_line_says_was_counted()
    {
        var calm = Hourly(24 * 6, "errors", "0.5%", "2000") + Hourly(24 * 6, "latency", "0.8", "") + "2026-03-02T09:00:00Z,crashes,0,,,\n";
        Assert.DoesNotContain(Play.OfRecording(SmallPlan.Plan, Read(calm), true).Story, line => line.Kind == "way-back");
        var play = Play.OfRecording(SmallPlan.Plan, Read(calm + "2026-03-04T10:00:00Z,crashes,1,,,\n2026-03-04T10:30:00Z,crashes,1,,,\n"), true);
        var back = play.Story.First(line => line.Kind == "way-back");
        Assert.InRange(back.At, Begin.AddDays(2).AddMinutes(90), Begin.AddDays(2).AddMinutes(95));
        Assert.Contains("crash", back.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_recording_says_nothing_of_is_without_data_and_named()
    {
        var recording = Read(Hourly(24 * 6, "latency", "0.8", ""));
        Assert.Equal(["bugs", "crashes", "errors"], recording.Missing.Order());
        Assert.Equal("running", Play.OfRecording(SmallPlan.Plan, recording, restIsHealthy: false).Stage);
        Assert.Equal("watching", Play.OfRecording(SmallPlan.Plan, recording, restIsHealthy: true).Stage);
    }

    [Fact]
    public void An_empty_value_says_that_there_was_no_data()
    {
        var gone = Read(Hourly(4, "errors", "0.5%", "2000") + Hourly(24 * 6, "latency", "0.8", "") + "2026-03-02T12:30:00Z,errors,,,,\n");
        Assert.Equal("running", Play.OfRecording(SmallPlan.Plan, gone, restIsHealthy: true).Stage);
    }

    [Theory]
    [InlineData("", "values.csv:1:1: there are no values in it (write a header at,metric,value and a line for each value)")]
    [InlineData("at,metric\n", "values.csv:1:1: the header has no column 'value'")]
    [InlineData("at,metric,value\n", "values.csv:1:1: there are no values in it (write a header at,metric,value and a line for each value)")]
    [InlineData("at,metric,value\n2026-03-02T09:00:00Z,erors,1\n", "values.csv:2:1: the plan has no metric 'erors'")]
    [InlineData("at,metric,value\nnoon,errors,1\n", "values.csv:2:1: 'noon' is no time; write 2026-03-02T09:00:00Z")]
    [InlineData("at,metric,value\n2026-03-02T09:00:00Z,errors,3 s\n", "values.csv:2:1: '3 s' is no value of errors, which is a ratio")]
    [InlineData("at,metric,value\n2026-03-02T09:00:00Z,errors,NaN\n", "values.csv:2:1: 'NaN' is no value of errors, which is a ratio")]
    [InlineData("at,metric,value,samples\n2026-03-02T09:00:00Z,errors,1%,-4\n", "values.csv:2:1: '-4' is no number of samples")]
    [InlineData("at,metric,value,over\n2026-03-02T09:00:00Z,errors,1%,long\n", "values.csv:2:1: 'long' is no window; write 15m")]
    [InlineData("at,metric,value\n2026-03-02T09:00:00Z,errors\n", "values.csv:2:1: it has 2 cells, and the header has 3")]
    public void A_wrong_recording_is_told_where_and_why(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(Recording.Read(SmallPlan.Plan, text, "values.csv").Faults).ToString());

    private static Recording Read(string lines)
    {
        var recording = Recording.Read(SmallPlan.Plan, "at,metric,value,samples,scope,over\n" + lines, "values.csv");
        Assert.Empty(recording.Faults);
        return recording;
    }

    private static string Hourly(int hours, string metric, string value, string samples) => string.Concat(
        Enumerable.Range(0, hours).Select(hour => string.Create(CultureInfo.InvariantCulture, $"{Begin.AddHours(hour):yyyy-MM-dd'T'HH:mm:ss'Z'},{metric},{value},{samples},,\n")));
}

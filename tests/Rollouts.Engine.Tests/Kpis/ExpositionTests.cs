using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Rollouts.Engine.Tests.Kpis;

public class ExpositionTests
{
    [Fact]
    public void The_example_of_the_format_is_read()
    {
        // The example page of the Prometheus documentation.
        const string Page = """
            # HELP http_requests_total The total number of HTTP requests.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="post",code="400"}    3 1395066363000

            # Escaping in label values:
            msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

            # Minimalistic line:
            metric_without_timestamp_and_labels 12.47

            # A weird metric from before the epoch:
            something_weird{problem="division by zero"} +Inf -3982045

            # A histogram, which has a pretty complex representation in the text format:
            # HELP http_request_duration_seconds A histogram of the request duration.
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{le="0.05"} 24054
            http_request_duration_seconds_bucket{le="+Inf"} 144320
            http_request_duration_seconds_sum 53423
            http_request_duration_seconds_count 144320
            """;
        var all = Parse(Page);
        Assert.Equal(9, all.Length);
        Assert.Equal((1027, "{code=\"200\",method=\"post\"}"), (all[0].Value, all[0].LabelText));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1395066363000), all[0].At);
        Assert.Equal("C:\\DIR\\FILE.TXT", all[2].Label("path"));
        Assert.Equal("Cannot find file:\n\"FILE.TXT\"", all[2].Label("error"));
        Assert.Equal((12.47, "{}", null), (all[3].Value, all[3].LabelText, all[3].At));
        Assert.Equal(double.PositiveInfinity, all[4].Value);
        Assert.Equal("+Inf", all[6].Label("le"));
    }

    [Theory]
    [InlineData("a 1", 1)]
    [InlineData("a\t2 ", 2)]
    [InlineData("a{} 3", 3)]
    [InlineData("a { b = \"c\" , } 4", 4)]
    [InlineData("a 5 1700000000000", 5)]
    [InlineData("a 6 1700000000.123", 6)]
    [InlineData("a{b=\"}\"} 7 # {trace_id=\"x\"} 0.5 1700000000.5", 7)]
    [InlineData("a 8 # {trace_id=\"x\"} 0.5", 8)]
    [InlineData("a 9e3", 9000)]
    [InlineData("a NaN", double.NaN)]
    [InlineData("a -Inf", double.NegativeInfinity)]
    [InlineData("a 1\r", 1)]
    public void Lines_are_read_in_all_their_forms(string line, double value) => Assert.Equal(value, Assert.Single(Parse(line)).Value);

    [Theory]
    [InlineData("<html>", "line 1: a name cannot begin with '<'")]
    [InlineData("ok 1\na{b=\"c} 1", "line 2: a label value is not closed")]
    [InlineData("a", "line 1: 'a' is followed by no value")]
    [InlineData("a x", "line 1: the value of 'a' is not a number")]
    [InlineData("a{b=\"c\" d=\"e\"} 1", "line 1: the label 'b' is followed by neither , nor }")]
    [InlineData("a{b=\"c\",b=\"e\"} 1", "line 1: the label 'b' stands twice")]
    [InlineData("a{b} 1", "line 1: expected = at column 4")]
    [InlineData("a 1 2 3", "line 1: 'a' is followed by more than a value and a time")]
    [InlineData("{\"message\":\"please log in\"}", "line 1: a name cannot begin with '{'")]
    public void What_is_no_page_is_refused_with_the_line(string page, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Parse(page)).Message);

    [Fact]
    public void Of_a_series_written_twice_the_first_stands() => Assert.Equal(1, Assert.Single(Parse("a{b=\"c\"} 1\na{b=\"c\"} 2")).Value);

    [Fact]
    public void Any_label_value_survives_being_written_and_read()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var value = text.Get.ReplaceLineEndings("\n").Replace("\v", "").Replace("\f", "");
            var series = new ExposedSeries("a", [new("b", value)], 1.5, null);
            return Parse(string.Create(CultureInfo.InvariantCulture, $"a{series.LabelText} 1.5"))[0].Label("b") == value;
        }).QuickCheckThrowOnFailure();
    }

    private static System.Collections.Immutable.ImmutableArray<ExposedSeries> Parse(string page) => Exposition.Parse(page, new Every());

    /// <summary>Every name is asked for.</summary>
    private sealed class Every : HashSet<string>, IReadOnlySet<string>
    {
        bool IReadOnlySet<string>.Contains(string item) => true;
    }
}

namespace Rollouts.Engine.Tests.Kpis;

public class SelectorTests
{
    private static readonly ExposedSeries Series = new("uploads_total", [new("outcome", "failed"), new("path", "new")], 1, null);

    [Theory]
    [InlineData("uploads_total", true)]
    [InlineData("uploads_total{}", true)]
    [InlineData("uploads_total{path=\"new\",outcome=\"failed\"}", true)]
    [InlineData(" uploads_total { path = 'new' , } ", true)]
    [InlineData("uploads_total{path!=\"new\"}", false)]
    [InlineData("uploads_total{outcome=~\"failed|timeout\"}", true)]
    [InlineData("uploads_total{outcome=~\"fail\"}", false)]
    [InlineData("uploads_total{outcome!~\"ok.*\"}", true)]
    [InlineData("uploads_total{outcome!~\"fail.*\"}", false)]
    [InlineData("uploads_total{member=\"\"}", true)]
    [InlineData("uploads_total{member!=\"\"}", false)]
    [InlineData("uploads", false)]
    public void Matchers_match_as_in_Prometheus(string selector, bool matches) => Assert.Equal(matches, Selector.Parse(selector).Matches(Series));

    [Fact]
    public void Two_ways_to_write_a_selector_are_one_selector() => Assert.Equal(
        Selector.Parse("a{x=\"1\",y=~'2'}").ToString(),
        Selector.Parse(" a { y =~ \"2\", x='1', x=\"1\" }").ToString());

    [Theory]
    [InlineData("rate(a[5m])", "a selector is a name with matchers in braces and nothing else (at column 5)")]
    [InlineData("{path=\"new\"}", "expected a name (at column 1)")]
    [InlineData("a{path}", "expected =, !=, =~ or !~ (at column 7)")]
    [InlineData("a{path=new}", "expected a quoted value (at column 8)")]
    [InlineData("a{path=\"new}", "the value is not closed (at column 13)")]
    [InlineData("a{path=\"n\\ew\"}", "\\e is no escape; a backslash is written \\\\ (at column 12)")]
    public void What_is_no_selector_says_what_is_wrong_and_where(string text, string message) =>
        Assert.Equal($"'{text}' is not a selector: {message}", Assert.Throws<FormatException>(() => Selector.Parse(text)).Message);

    [Theory]
    [InlineData("a{b=~\"(\"}", "'(' is not a regular expression that can be used here")]
    [InlineData("a{b=~\"(x)\\\\1\"}", "'(x)\\1' is not a regular expression that can be used here")]
    public void An_expression_that_could_run_without_end_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Selector.Parse(text)).Message);
}

using FsCheck;
using FsCheck.Fluent;

namespace Rollouts.Tests;

public class CriterionTexts
{
    [Theory]
    [InlineData("error_rate < 5%")]
    [InlineData("error_rate over 15m > 10%")]
    [InlineData("error_rate > 20% for 15m")]
    [InlineData("error_rate over 15m >= 1.5% for 1h")]
    [InlineData("open_bugs(P1) == 0")]
    [InlineData("p99_latency over 7d < 10 min")]
    [InlineData("staging_rows <= 100000")]
    [InlineData("max_size < 50 MB")]
    [InlineData("healthy == true for 2d")]
    [InlineData("tickets over 7d <= 1.5x baseline")]
    [InlineData("grants over 1h >= 0.9x grants_control")]
    [InlineData("incidents(P1) over 7d == 0")]
    [InlineData("open_incidents(P1) >= 1")]
    [InlineData("reports_by_key(complaint) over 2d >= 3")]
    [InlineData("reports(data-loss) >= 1")]
    [InlineData("alerts(BreakerOpen) over 1d >= 2")]
    [InlineData("rollbacks == 0")]
    [InlineData("pauses over 1d < 3")]
    [InlineData("members >= 11")]
    [InlineData("overdue_tasks == 0")]
    [InlineData("overdue_tasks(customer notes) == 0")]
    [InlineData("alert beta_feedback of severity critical clear for 14d")]
    [InlineData("incident Sev-1 open for more than 30m")]
    [InlineData("alert CircuitBreakerOpen clear for 14d")]
    [InlineData("alert Error rate high firing for 5m")]
    [InlineData("alert BreakerOpen clear")]
    [InlineData("flag INGESTION_ENABLED on")]
    [InlineData("incident Sev-1 open for 30m")]
    [InlineData("from 2026-03-13")]
    [InlineData("drill kill-switch")]
    [InlineData("every active track passes")]
    [InlineData("track pavia passes")]
    [InlineData("same evidence: parity-upload, 30b2c06c4b4ffeb5d403c63fb7a4ee283f9f8f109b3484876fe09d7ec6de56c8")]
    [InlineData("elapsed in phase >= 5d")]
    public void A_criterion_in_its_shortest_form_reads_and_writes_the_same(string text) =>
        Assert.Equal(text, CriterionText.Write(Understood(text)));

    [Theory]
    [InlineData("error_rate<5 %", "error_rate < 5%")]
    [InlineData("  rows   <  100K ", "rows < 100000")]
    [InlineData("rows < 2,000", "rows < 2000")]
    [InlineData("rate over 1h30m < 57%", "rate over 90m < 57%")]
    [InlineData("age < 300 s", "age < 5 min")]
    [InlineData("age < 0.25 s", "age < 250 ms")]
    [InlineData("elapsed in launch>=2w", "elapsed in launch >= 14d")]
    public void Other_spellings_mean_the_same(string text, string shortest) => Assert.Equal(shortest, CriterionText.Write(Understood(text)));

    [Theory]
    [InlineData("error_rate over 15x > 10%", 16, "'15x' is no duration")]
    [InlineData("error_rate over 0m > 10%", 16, "'0m' is no duration")]
    [InlineData("error_rate > 10 percent", 13, "'10 percent' is no threshold")]
    [InlineData("error_rate >", 12, "a threshold is missing")]
    [InlineData("error_rate = 10%", 11, "'=' is no comparison")]
    [InlineData("error_rate ≤ 10%", 11, "'≤' is no comparison")]
    [InlineData("error rate > 10%", 0, "'error rate' is no metric, with or without a window")]
    [InlineData("error_rate > 10% for a while", 21, "'a while' is no duration")]
    [InlineData("rate < 1,5 %", 7, "'1,5 %' is no threshold")]
    [InlineData("incidents(P1) over 7d < 5%", 24, "incidents is compared with a plain number, not '5%'")]
    [InlineData("members(x) > 1", 8, "members has no kinds")]
    [InlineData("open_incidents over 7d == 0", 20, "open_incidents is counted as it stands now, not over a time")]
    [InlineData("rollbacks == 0 for 7d", 14, "rollbacks is a count: it cannot hold for a time")]
    [InlineData("alert rules are active", 0, "this does not say whether the alert is clear or firing")]
    [InlineData("alert X clear for ever", 18, "'ever' is no duration")]
    [InlineData("incident P1 open", 0, "this does not say how long the incident must have been open")]
    [InlineData("from 2026-13-40", 5, "'2026-13-40' is no day")]
    [InlineData("flag X maybe", 0, "this does not say which flag is on or off")]
    [InlineData("elapsed in week >= 1d", 0, "this does not say how much time must have passed")]
    [InlineData("elapsed in phase >= soon", 20, "'soon' is no duration")]
    [InlineData("uploads", 7, "a comparison is missing")]
    [InlineData("", 0, "a comparison is missing")]
    public void What_is_wrong_is_said_with_its_place(string text, int offset, string message)
    {
        var fault = Assert.IsType<CriterionReading.NotUnderstood>(CriterionText.Read(text));
        Assert.Equal((offset, message), (fault.Offset, fault.Message));
        Assert.NotEqual("", fault.Hint);
    }

    [Theory]
    [InlineData("Workers deployed to staging", false)]
    [InlineData("Alert rules active", false)]
    [InlineData("Every user asked", false)]
    [InlineData("error_rate < 5%", true)]
    [InlineData("Complaints < 0.1%", true)]
    [InlineData("alert X clear", true)]
    [InlineData("alerting is set up", false)]
    [InlineData("every active track passes", true)]
    public void A_comparison_or_a_keyword_makes_a_criterion(string text, bool criterion) => Assert.Equal(criterion, CriterionText.LooksLikeOne(text));

    [Fact]
    public void A_text_without_end_is_refused_at_once() =>
        Assert.IsType<CriterionReading.NotUnderstood>(CriterionText.Read(new string('a', 1_000_000) + " < 5"));

    [Fact]
    public void Every_criterion_written_reads_back_as_itself()
    {
        var numbers = Gen.Choose(-100_000, 100_000).Select(n => n / 1000d);
        var spans = Gen.Choose(1, 1_000_000).Select(s => TimeSpan.FromSeconds(s));
        var windows = Gen.OneOf(Gen.Constant((TimeSpan?)null), spans.Select(span => (TimeSpan?)span));
        var names = Gen.Elements("error_rate", "p99", "a.b", "queue-age");
        var comparisons = Gen.Elements(Enum.GetValues<Comparison>());
        var limits = Gen.OneOf(
            numbers.Select(n => Quantity.TryParse(FormattableString.Invariant($"{n:0.###} %"), out var q) ? q : default).Select(Absolute),
            numbers.Select(n => Absolute(new(n, Unit.Count))),
            Gen.Choose(1, 100_000).Select(ms => Absolute(new(ms / 1000d, Unit.Duration))),
            Gen.Choose(1, int.MaxValue).Select(bytes => Absolute(new(bytes, Unit.Size))),
            Gen.Choose(1, 9999).Select(n => (Threshold)new Threshold.OfBaseline(n / 100d)),
            names.Select(name => (Threshold)new Threshold.OfMetric(0.9, name)));
        var criteria =
            from name in names
            from over in windows
            from comparison in comparisons
            from limit in limits
            from held in windows
            select (Criterion)new Criterion.OfMetric(name, null, over, comparison, limit, held ?? TimeSpan.Zero);
        Prop.ForAll(criteria.ToArbitrary(), criterion => Understood(CriterionText.Write(criterion)) == criterion).QuickCheckThrowOnFailure();
    }

    private static Threshold Absolute(Quantity quantity) => new Threshold.Absolute(quantity);

    private static Criterion Understood(string text) => CriterionText.Read(text) switch
    {
        CriterionReading.Understood understood => understood.Criterion,
        CriterionReading.NotUnderstood fault => throw new Xunit.Sdk.XunitException($"'{text}' at {fault.Offset}: {fault.Message}"),
        var other => throw new InvalidOperationException(other.ToString()),
    };
}

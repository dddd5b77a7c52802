using System.Text.Json;

namespace Rollouts.Engine.Tests;

/// <summary>How long a driver waits after a failure, by its kind.</summary>
public sealed class EffectReportTests
{
    private static EffectReport Failed(FailureKind kind, double? after = null) => new(false, kind, after, "why");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(5, 30)]
    [InlineData(1000, 30)]
    public void What_may_work_in_a_moment_is_tried_again_soon_and_then_every_half_minute(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Failed(FailureKind.Transient).WaitAfter(failures));

    [Theory]
    [InlineData(null, 0, 10)]
    [InlineData(null, 2, 40)]
    [InlineData(null, 50, 300)]
    [InlineData(60.0, 0, 60)]
    [InlineData(1.0, 5, 10)]
    [InlineData(1e9, 0, 300)]
    public void A_service_that_throttles_is_left_alone_as_long_as_it_asks_within_bounds(double? asked, int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Failed(FailureKind.Throttled, asked).WaitAfter(failures));

    [Fact]
    public void What_a_person_has_to_set_right_is_looked_after_seldom() =>
        Assert.Equal(TimeSpan.FromMinutes(5), Failed(FailureKind.Permanent).WaitAfter(0));

    [Fact]
    public void A_report_comes_back_from_a_history_as_it_was()
    {
        var report = EffectReport.Of(new StoreException("the channel asks for patience") { Kind = FailureKind.Throttled, RetryAfter = TimeSpan.FromSeconds(7) });

        Assert.Equal("""{"done":false,"failure":"Throttled","after":7,"why":"the channel asks for patience"}""", JsonSerializer.Serialize(report));
        Assert.Equal(report, JsonSerializer.Deserialize<EffectReport>(JsonSerializer.Serialize(report)));
    }
}

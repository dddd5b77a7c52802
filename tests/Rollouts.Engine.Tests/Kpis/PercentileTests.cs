namespace Rollouts.Engine.Tests.Kpis;

/// <summary>Quantiles of known values, by each definition that a plan may name, against published examples.</summary>
public class PercentileTests
{
    /// <summary>The example of the nearest-rank method in Wikipedia's article "Percentile", and its answers.</summary>
    [Theory]
    [InlineData(0.05, 15)]
    [InlineData(0.30, 20)]
    [InlineData(0.40, 20)]
    [InlineData(0.50, 35)]
    [InlineData(1.00, 50)]
    public void Nearest_rank_answers_as_published(double quantile, double value) => Assert.Equal(value, Percentile.Of(Ranking.Nearest, quantile, [15, 20, 35, 40, 50]));

    /// <summary>The second example of the same article: ten values, some of them equal.</summary>
    [Theory]
    [InlineData(0.25, 7)]
    [InlineData(0.50, 8)]
    [InlineData(0.75, 15)]
    [InlineData(1.00, 20)]
    public void Nearest_rank_of_ten_values_answers_as_published(double quantile, double value) =>
        Assert.Equal(value, Percentile.Of(Ranking.Nearest, quantile, [3, 6, 7, 8, 8, 10, 13, 15, 16, 20]));

    /// <summary>The example of the variant C = 1 (NumPy's and the spreadsheets' linear) in the same article.</summary>
    [Theory]
    [InlineData(0.05, 16)]
    [InlineData(0.30, 23)]
    [InlineData(0.40, 29)]
    [InlineData(0.95, 48)]
    public void Linear_answers_as_published(double quantile, double value) => Assert.Equal(value, Percentile.Of(Ranking.Linear, quantile, [15, 20, 35, 40, 50]), 1e-9);

    /// <summary>numpy.percentile of [[10, 7, 4], [3, 2, 1]] at 50, as its documentation has it; the other two follow from q (n - 1).</summary>
    [Theory]
    [InlineData(0.50, 3.5)]
    [InlineData(0.25, 2.25)]
    [InlineData(0.90, 8.5)]
    public void Linear_is_that_of_NumPy(double quantile, double value) => Assert.Equal(value, Percentile.Of(Ranking.Linear, quantile, [1, 2, 3, 4, 7, 10]), 1e-9);

    /// <summary>
    /// The gauge study of the NIST/SEMATECH handbook, 7.2.6.2: by p (N + 1) its 90th percentile is 95.1981. The handbook names 1 + p (N - 1) as what some
    /// software does, which is the linear definition here.
    /// </summary>
    [Fact]
    public void The_handbooks_example_by_the_other_rule_it_names()
    {
        double[] sorted = [95.0610, 95.0925, 95.1065, 95.1195, 95.1442, 95.1567, 95.1591, 95.1682, 95.1772, 95.1937, 95.1959, 95.1990];
        Assert.Equal(95.1937 + 0.9 * (95.1959 - 95.1937), Percentile.Of(Ranking.Linear, 0.9, sorted), 1e-9);
        Assert.Equal(95.1959, Percentile.Of(Ranking.Nearest, 0.9, sorted));
    }

    [Fact]
    public void One_value_is_every_quantile_of_itself()
    {
        foreach (var ranking in Enum.GetValues<Ranking>())
            foreach (var quantile in new[] { 0.001, 0.5, 0.999, 1 }) Assert.Equal(7, Percentile.Of(ranking, quantile, [7]));
    }

    /// <summary>0.07 × 100 is 7.000000000000001 in binary, and the seventh value is meant.</summary>
    [Fact]
    public void Rounding_of_a_product_moves_no_rank()
    {
        double[] hundred = [.. Enumerable.Range(1, 100).Select(each => (double)each)];
        for (var percent = 1; percent <= 100; percent++) Assert.Equal(percent, Percentile.Of(Ranking.Nearest, percent / 100.0, hundred));
    }

    [Fact]
    public void Nearest_rank_is_at_most_a_limit_exactly_when_that_share_of_the_values_is()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            double[] sorted = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (double)random.Next(20)).Order()];
            var (percent, limit) = (random.Next(1, 100), random.Next(20));
            var within = sorted.Count(value => value <= limit) * 100 >= percent * sorted.Length;
            Assert.Equal(within, Percentile.Of(Ranking.Nearest, percent / 100.0, sorted) <= limit);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void What_is_no_quantile_is_refused(double quantile) => Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Of(Ranking.Nearest, quantile, [1]));
}

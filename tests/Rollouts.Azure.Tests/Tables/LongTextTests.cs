using Azure.Data.Tables;

namespace Rollouts.Azure.Tests;

public sealed class LongTextTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(31_999, 1)]
    [InlineData(32_001, 1)]
    [InlineData(14 * 32_000, 1)]
    [InlineData(14 * 32_000 + 1, 2)]
    [InlineData(1_500_000, 4)]
    public void A_text_takes_as_many_rows_as_it_needs_and_comes_back_whole(int length, int rows)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(n => (char)('a' + n % 26)));

        var written = LongText.Rows("p", "entry:7", text);

        Assert.Equal(rows, written.Count);
        Assert.Equal(text, Assert.Single(LongText.Texts(written)).Text);
        Assert.Equal(written.Select(row => row.RowKey), written.Select(row => row.RowKey).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_property_and_no_row_is_larger_than_a_table_holds()
    {
        foreach (var row in LongText.Rows("p", "r", new string('ü', 1_000_000)))
        {
            Assert.All(TextsOf(row), text => Assert.True(text.Length <= 32 * 1024));
            Assert.True(TextsOf(row).Sum(text => text.Length * 2) <= 900 * 1024);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_character_of_two_units_is_never_cut_in_half(int shift)
    {
        var text = new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 40_000));

        var written = LongText.Rows("p", "r", text);

        Assert.All(written.SelectMany(TextsOf), part => Assert.False(part.Length > 0 && char.IsHighSurrogate(part[^1])));
        Assert.Equal(text, Assert.Single(LongText.Texts(written)).Text);
    }

    [Fact]
    public void A_text_that_lost_a_row_is_reported_and_not_read_shorter()
    {
        var rows = LongText.Rows("p", "r", new string('x', 1_500_000));

        foreach (var lost in Enumerable.Range(0, rows.Count))
        {
            List<TableEntity> left = [.. rows.Where((_, i) => i != lost)];
            Assert.Throws<InvalidDataException>(() => LongText.Texts(left).Select(text => text.Text.Length == 1_500_000 ? 0 : throw new InvalidDataException()).ToList());
        }
    }

    private static IEnumerable<string> TextsOf(TableEntity row) => ((IDictionary<string, object>)row).Values.OfType<string>();
}

namespace Rollouts.Azure.Tests;

public sealed class TableKeyTests
{
    [Theory]
    [InlineData("d7-ga-1", "d7-ga-1")]
    [InlineData("Mid Launch/β", "Mid~20Launch~2F~CE~B2")]
    [InlineData("a~20b", "a~7E20b")]
    [InlineData("#?\\/\t", "~23~3F~5C~2F~09")]
    [InlineData("", "")]
    public void Names_stay_readable_and_lose_what_keys_forbid(string name, string key) => Assert.Equal(key, TableKey.Of(name));

    [Fact]
    public void Long_names_are_told_apart_by_their_end()
    {
        var one = TableKey.Of(new string('ß', 500) + "1");
        var other = TableKey.Of(new string('ß', 500) + "2");

        Assert.NotEqual(one, other);
        Assert.True(one.Length <= 300);
    }
}

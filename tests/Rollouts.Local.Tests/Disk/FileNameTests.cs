namespace Rollouts.Local.Tests;

public class FileNameTests
{
    [Theory]
    [InlineData("d7-ga_2.1", "d7-ga_2.1")]
    [InlineData("D7", "%447")]
    [InlineData("a/../b", "a%2F..%2Fb")]
    [InlineData("..", "%2E%2E")]
    [InlineData("ü %", "%C3%BC%20%25")]
    [InlineData("con", "%63on")]
    [InlineData("nul.txt", "%6Eul.txt")]
    [InlineData("lpt1", "%6Cpt1")]
    [InlineData("console", "console")]
    [InlineData("end.", "end%2E")]
    public void A_name_from_outside_stays_one_plain_name_and_is_read_back(string name, string file)
    {
        Assert.Equal(file, FileName.Of(name));
        Assert.Equal(name, FileName.Back(file));
    }

    [Fact]
    public void Long_names_are_cut_and_still_told_apart()
    {
        var (one, other) = (FileName.Of(new string('x', 500) + "1"), FileName.Of(new string('x', 500) + "2"));

        Assert.Equal(120, one.Length);
        Assert.True(FileName.IsCut(one));
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void No_name_is_refused() => Assert.Throws<ArgumentException>(() => FileName.Of(""));
}

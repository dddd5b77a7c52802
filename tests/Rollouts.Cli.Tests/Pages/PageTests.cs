using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Tests.Pages;

public sealed class PageTests
{
    [Fact]
    public void Plain_columns_are_aligned_without_colours_and_without_blanks_at_the_end()
    {
        var page = new Page().Line(Phrase.Of($"[bold]{"x [y]"}[/]")).Columns([["a", Phrase.Of($"[red]b[/]"), ""], ["long", "", "c"]]).Table(["One", "Two"], [["1", "22"], ["333", ""]]);
        Assert.Equal("x [y]\n  a     b\n  long     c\nONE  TWO\n1    22\n333\n", page.ToPlain());
    }

    [Fact]
    public void What_is_filled_in_is_text_and_phrases_keep_their_colours()
    {
        var inner = Phrase.Of($"[red]{"[blue]"}[/]");
        Assert.Equal("[bold]{[red][[blue]][/]}[/] [[/]]", Phrase.Of($"[bold]{{{inner}}}[/] {"[/]"}").Rich);
        Assert.Equal("{[blue]} [/]", Phrase.Of($"[bold]{{{inner}}}[/] {"[/]"}").Plain);
    }

    [Fact]
    public void No_columns_leave_nothing_behind() => Assert.Equal("", new Page().Columns([]).ToPlain());
}

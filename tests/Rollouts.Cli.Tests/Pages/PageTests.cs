using Rollouts.Cli.Pages;
using Rollouts.Cli.Terminals;
using Rollouts.Engine;

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

    [Theory]
    [InlineData("d7")]
    [InlineData("a-second-try-of-the-ga-soft-launch-in-europe")]
    public void On_a_narrow_terminal_names_stay_whole(string name)
    {
        using var output = new StringWriter();
        var rollouts = new RolloutSummary[] { new(name, "d7", "Progressing", "Preparing", "nobody", "0 %", Views.Now) };
        new Terminal(output, TextWriter.Null, isRich: true, TimeProvider.System).Write(ListPage.Of(rollouts));
        Assert.All([name, "Progressing", "Preparing", "nobody", "2026-03-04"], word => Assert.Contains(word, output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void No_columns_leave_nothing_behind() => Assert.Equal("", new Page().Columns([]).ToPlain());
}

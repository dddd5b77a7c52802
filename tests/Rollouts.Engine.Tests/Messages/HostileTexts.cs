using System.Collections.Immutable;

namespace Rollouts.Engine.Tests.Messages;

/// <summary>What people and systems write into reasons, titles and alerts does nothing but stand there.</summary>
public class HostileTexts
{
    public static TheoryData<string, string> InSlack => new()
    {
        { "<!channel> look", "&lt;!channel&gt; look" },
        { "<!here|here>", "&lt;!here|here&gt;" },
        { "<@U0LEAD>", "&lt;@U0LEAD&gt;" },
        { "<!subteam^S0ONCALL>", "&lt;!subteam^S0ONCALL&gt;" },
        { "<https://evil.example|Approve>", "&lt;https://evil.example|Approve&gt;" },
        { "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;" },
        { "*Approved*", "∗Approved∗" },
        { "~no~", "∼no∼" },
        { "`code`", "ˋcodeˋ" },
        { "```block```", "ˋˋˋblockˋˋˋ" },
        { "_lean_", "\u2060_\u2060lean\u2060_\u2060" },
        { "error_rate", "error_rate" },
        { ":white_check_mark: passed", ":\u2060white_check_mark: passed" },
        { "12:30:15", "12:30:15" },
        { "first\n> quoted", "first &gt; quoted" },
        { "first\r\n\tsecond", "first second" },
        { "bell\u0007 escape\u001b[31m null\0", "bell escape [31m null" },
        { "zero\u200bwidth\ufeff", "zerowidth" },
        { "\u202egnp.exe", "gnp.exe" },
        { "line\u2028separator\u2029s", "line separator s" },
        { "שלום", "\u2068שלום\u2069" },
        { "half a pair \ud800 here", "half a pair \ufffd here" },
        { "@channel @here @everyone", "@channel @here @everyone" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(InSlack))]
    public void Text_from_outside_shows_as_itself_in_Slack(string text, string shown) => Assert.Equal(shown, SlackText.Escape(text));

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert\\(1\\)&gt;")]
    [InlineData("[Approve](https://evil.example)", "\\[Approve\\]\\(https://evil.example\\)")]
    [InlineData("| a | b |\n# head", "\\| a \\| b \\| \\# head")]
    [InlineData("@team", "&#64;team")]
    public void Text_from_outside_shows_as_itself_in_Markdown(string text, string shown) => Assert.Equal(shown, MarkdownRenderer.Escape(text));

    [Fact]
    public void A_subject_with_line_breaks_adds_no_header_to_an_e_mail()
    {
        var mail = PlainRenderer.Mail(Saying("Paused\r\nBcc: everybody@example.com", "x"));
        Assert.DoesNotContain('\n', mail.Subject);
        Assert.DoesNotContain('\r', mail.Subject);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(3_000)]
    [InlineData(1_000_000)]
    public void A_huge_text_is_cut_and_the_message_still_fits(int length)
    {
        var message = Saying(new string('h', length), new string('&', length));
        Assert.Empty(BlockKitRules.Faults(Render(message)));
    }

    [Fact]
    public void A_cut_text_ends_between_characters_that_belong_together()
    {
        var family = "👩‍👩‍👧";
        var shown = SlackText.Escape(string.Concat(Enumerable.Repeat(family + "é", 100)), 50);
        Assert.True(shown.Length <= 50);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.False(char.IsSurrogate(shown[^2]) && !char.IsLowSurrogate(shown[^2]));
    }

    [Fact]
    public void A_long_list_is_cut_counted_and_pointed_to()
    {
        var lines = Enumerable.Range(0, 2000).Select(i => new MarkedLine(Tick.Met, Sentence.Of(FormattableString.Invariant($"criterion {i} < 5 %: 0.1 % of 1,000")))).ToImmutableArray();
        var message = new Message("s", "Gate", Sentence.Of("x"), [new MessagePart.Lines("Criteria", lines), Approve()], Sentence.Of(new Inline.Code("/rollout why checkout")));
        var shown = Render(message);
        Assert.Empty(BlockKitRules.Faults(shown));
        Assert.Matches("and [0-9]+ more: `/rollout why checkout`", shown.Blocks.ToJsonString().Replace("\\u0060", "`", StringComparison.Ordinal));
        Assert.Contains("Approve", shown.Blocks.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hundreds_of_choices_show_no_more_buttons_than_fit()
    {
        var choices = Enumerable.Range(0, 300).Select(i => new Choice(new(DecisionKind.Mark, "checkout", FormattableString.Invariant($"item-{i}")), new string('x', 200), Tone.Plain, "rollout mark"));
        Assert.Empty(BlockKitRules.Faults(Render(new("s", "Checklist", Sentence.Of("x"), [new MessagePart.Choices([.. choices])], Sentence.Of()))));
    }

    [Fact]
    public void Only_ids_become_mentions()
    {
        var text = new SlackText(new Dictionary<string, string>(StringComparer.Ordinal) { ["ada"] = "U0ADA" }, new Dictionary<string, string>(StringComparer.Ordinal) { ["engineering"] = "S0ENG" });
        var shown = text.Of(Sentence.Of(new Inline.Person("ada"), " ", new Inline.Person("U0LEAD"), " ", new Inline.Person("U0LEAD> <!channel"), " ", new Inline.Group("engineering"), " ", new Inline.Group("<!here>")), 500);
        Assert.Equal("<@U0ADA> <@U0LEAD> U0LEAD&gt; &lt;!channel <!subteam^S0ENG> &lt;!here&gt;", shown);
    }

    private static SlackMessage Render(Message message) => new SlackRenderer(SlackText.Plain, new DecisionSeal([new byte[32]])).Of(message, "C0LAUNCH");

    private static MessagePart.Choices Approve() => new([new(new(DecisionKind.Approve, "checkout", "P1#1/7"), "Approve", Tone.Good, "rollout approve checkout")]);

    private static Message Saying(string headline, string text) => new(
        "s", headline, Sentence.Of(text), [new MessagePart.Paragraph(Sentence.Of(text)), new MessagePart.Facts([new("Cause", Sentence.Of(text))]), new MessagePart.Lines("Lines", [.. Enumerable.Repeat(new MarkedLine(Tick.Missed, Sentence.Of(text)), 60)]), new MessagePart.Fine(Sentence.Of(text))], Sentence.Of(text));
}

using System.Text.RegularExpressions;

namespace Rollouts.Engine.Tests;

/// <summary>Every rule line of a seed is carried by the plan, or left out with a reason.</summary>
public partial class Coverage
{
    public static TheoryData<string> Plans { get; } = ["d7-ga-soft-launch", "community-soft-launch", "kruxt-closed-beta", "beta-playbook", "pilot-runbook"];

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_rule_line_of_the_seed_is_mapped(string plan)
    {
        var mapped = Map(plan);
        var rules = SeedText.Rules(RepositoryFiles.Read("plans", "seeds", plan + ".md"));
        Assert.Empty(rules.Where(rule => !mapped.Any(row => row.Line == rule.Line && row.Seed == rule.Text)).Select(rule => $"{rule.Line}: {rule.Text}"));
        Assert.Empty(mapped.Where(row => !rules.Contains((row.Line, row.Seed))).Select(row => $"{row.Line}: {row.Seed} is no rule line of the seed"));
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_quote_stands_in_the_plan(string plan)
    {
        var quotes = new PlanQuotes(RepositoryFiles.Read("plans", plan + ".yaml"));
        var missing =
            from row in Map(plan)
            from carrier in row.Carriers
            where carrier.Kind.StartsWith("plan", StringComparison.Ordinal)
            let fault = quotes.Fault(carrier.Kind["plan".Length..].Trim(), carrier.Text)
            where fault is not null
            select $"{row.Line}: {fault}: {carrier.Text}";
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_reason_stands_in_the_readme_and_every_reason_there_is_used(string plan)
    {
        var section = RepositoryFiles.Read("plans", "README.md").Split("\n## ").Single(part => part.StartsWith(plan + "\n", StringComparison.Ordinal));
        var given = Reasons.Matches(section).Select(match => match.Groups["reason"].Value).ToHashSet(StringComparer.Ordinal);
        var used = Map(plan).SelectMany(row => row.Carriers).Where(carrier => carrier.Kind is "left out" or "contradiction").Select(carrier => carrier.Text).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(given.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_line_that_nobody_mapped_is_noticed()
    {
        Assert.Contains((3, "- [ ] A new rule"), SeedText.Rules("# Head\n\n- [ ] A new rule\n---\n```\n| a | b |\n|---|---|\n"));
        Assert.Equal("is not in the plan", new PlanQuotes("phases:\n  - phase: P1\n    gate: [uploads >= 500]\n").Fault("P1", "uploads >= 50"));
        Assert.Equal("stands in several lines that differ", new PlanQuotes("a: error_rate\nb: error_rate\n").Fault("", "error_rate"));
    }

    [GeneratedRegex(@"^- \*\*(?<reason>[^*]+)\*\*", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Reasons { get; }

    private static Row[] Map(string plan) =>
        [.. RepositoryFiles.Read("plans", "coverage", plan + ".tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Row.Read)];

    private sealed record Row(int Line, string Seed, (string Kind, string Text)[] Carriers)
    {
        public static Row Read(string line)
        {
            var columns = line.Split('\t');
            Assert.Equal(3, columns.Length);
            var carriers = columns[2].Split(" || ").Select(carrier => (carrier[..carrier.IndexOf(": ", StringComparison.Ordinal)], carrier[(carrier.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
            return new(int.Parse(columns[0]), columns[1], [.. carriers]);
        }
    }
}

/// <summary>The lines of a seed that say something to follow: not headings, table heads, rulers, fences and blanks.</summary>
internal static partial class SeedText
{
    [GeneratedRegex(@"^(?:#+ .*|-{3,}|`{3}.*|─+|\|[-:| ]+\||\*\*[^*]+(?:\*\*:|:\*\*))$", RegexOptions.NonBacktracking)]
    private static partial Regex Frame { get; }

    [GeneratedRegex(@"^\|[-:| ]+\|$", RegexOptions.NonBacktracking)]
    private static partial Regex TableRuler { get; }

    public static (int Line, string Text)[] Rules(string seed)
    {
        var lines = seed.Split('\n').Select(line => line.Trim()).ToArray();
        return
        [
            .. lines.Select((text, index) => (Line: index + 1, Text: text))
                .Where(line => line.Text.Length > 0 && !Frame.IsMatch(line.Text))
                .Where(line => line.Line == lines.Length || !line.Text.StartsWith('|') || !TableRuler.IsMatch(lines[line.Line])),
        ];
    }
}

/// <summary>Finds quotes in a plan, blanks aside and at the borders of words.</summary>
internal sealed partial class PlanQuotes(string plan)
{
    private readonly string[] lines = plan.Split('\n');

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks { get; }

    /// <param name="under">The name of a phase or the key of a block that the quote stands under; empty for anywhere, and then in one line, or in lines that are the same.</param>
    public string? Fault(string under, string quote)
    {
        var wanted = Plain(quote);
        var found = Block(under).Select(Plain).Where(line => Holds(line, wanted)).Distinct(StringComparer.Ordinal).Count();
        return found == 0 ? "is not in the plan" : found > 1 && under.Length == 0 ? "stands in several lines that differ" : null;
    }

    private IEnumerable<string> Block(string name)
    {
        if (name.Length == 0) return lines;
        var heads = lines.Select((line, index) => (line, index)).Where(each => each.line.Trim() == "- phase: " + name || each.line.TrimStart().StartsWith(name + ":", StringComparison.Ordinal)).ToArray();
        if (heads.Length == 0) return [];
        var head = heads.MinBy(each => Indent(each.line));
        return lines.Skip(head.index + 1).TakeWhile(line => line.Trim().Length == 0 || Indent(line) > Indent(head.line)).Prepend(head.line);
    }

    private static bool Holds(string line, string quote)
    {
        for (var at = line.IndexOf(quote, StringComparison.Ordinal); at >= 0; at = line.IndexOf(quote, at + 1, StringComparison.Ordinal))
        {
            var end = at + quote.Length;
            var begins = at == 0 || !(char.IsLetterOrDigit(line[at - 1]) && char.IsLetterOrDigit(quote[0]));
            var ends = end == line.Length || !(char.IsLetterOrDigit(line[end]) && char.IsLetterOrDigit(quote[^1]));
            if (begins && ends) return true;
        }

        return false;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    private static string Plain(string text) => Blanks.Replace(text, " ").Trim();
}

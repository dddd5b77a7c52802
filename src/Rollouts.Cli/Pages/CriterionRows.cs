namespace Rollouts.Cli.Pages;

/// <summary>Criteria as rows: verdict, rule, sample size, and why.</summary>
internal static class CriterionRows
{
    public static IEnumerable<Phrase[]> Of(IEnumerable<CriterionLine> lines) => lines.Select(Row);

    private static Phrase[] Row(CriterionLine line) =>
    [
        Tones.Of(line.Verdict),
        line.Critical ? Phrase.Of($"{line.Rule} [grey](critical)[/]") : line.Rule,
        line.Samples > 0 ? FormattableString.Invariant($"n={line.Samples:0.##}") : "",
        line.Because,
    ];
}

namespace Rollouts.Benchmarks;

/// <summary>Decisions on D7 in its third phase: readings that change nothing, and marks that are appended.</summary>
internal static class DecisionBenchmarks
{
    public static IEnumerable<BenchmarkRow> Run(int runs, int decisions)
    {
        var launch = new D7(D7.Document());
        launch.Run(TimeSpan.FromDays(42), state => state is { Main: { Phase: 2, Stage: TrackStage.Running } });
        var ledger = LedgerOf(launch);
        var at = launch.Virtual.Now;
        yield return Nothing(launch.Plan, ledger, at, runs, decisions);
        yield return Appended(launch, ledger, at, runs, decisions);
    }

    private static BenchmarkRow Nothing(Plan plan, Ledger ledger, DateTimeOffset at, int runs, int decisions)
    {
        // The first observation says what there is to say; those after it, of the same minute, find nothing new.
        (ledger, _) = ledger.Decide(plan, Evaluate(plan, ledger.State, at, 0));
        var inputs = Enumerable.Range(1, decisions).Select(n => Evaluate(plan, ledger.State, at, n)).ToArray();
        if (inputs.Any(input => ledger.Decide(plan, input).Entry is not null)) throw new InvalidOperationException("these readings change something");
        return Row(
            FormattableString.Invariant($"decide {inputs[0].Readings.Length} readings on D7, nothing changes"), runs, decisions,
            () =>
            {
                foreach (var input in inputs) ledger.Decide(plan, input);
            },
            () =>
            {
                foreach (var input in inputs) EntryChain.Seal(ledger.State.Seq + 1, ledger.Hash, input, Outcome.Ok, []);
            });
    }

    private static BenchmarkRow Appended(D7 launch, Ledger ledger, DateTimeOffset at, int runs, int decisions)
    {
        var item = launch.Plan.Phases[2].Exit.Criteria.Select(criterion => criterion.Criterion).OfType<Criterion.OfItem>().First().Item;
        var by = launch.PersonOf(item.Owner!);
        var inputs = Enumerable.Range(1, decisions)
            .Select(n => new Input.Mark(FormattableString.Invariant($"mark-{n}"), at, by, item.Id, true, new("https://example.com/evidence", null), "looked at"))
            .ToArray();
        var entries = new List<Entry>();
        var after = ledger;
        foreach (var input in inputs)
        {
            (after, var entry) = after.Decide(launch.Plan, input);
            entries.Add(entry is { Outcome: Outcome.Accepted } ? entry : throw new InvalidOperationException($"the mark is not accepted: {entry?.Outcome}"));
        }

        return Row(
            "decide a mark on D7, an entry is sealed", runs, decisions,
            () =>
            {
                var now = ledger;
                foreach (var input in inputs) (now, _) = now.Decide(launch.Plan, input);
            },
            () =>
            {
                foreach (var entry in entries) EntryChain.Seal(entry.Seq, entry.Previous, entry.Input, entry.Outcome, entry.Events);
            });
    }

    private static BenchmarkRow Row(string what, int runs, int decisions, Action subject, Action floor)
    {
        var (time, below) = Measured.InTurnsAsync(runs, decisions, () => Done(subject), () => Done(floor)).GetAwaiter().GetResult();
        return new(what, time, below, "hash and serialise the entry", null, null);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static Input.Evaluate Evaluate(Plan plan, RolloutState state, DateTimeOffset at, int n) =>
        new(FormattableString.Invariant($"evaluate-{n}"), at, [.. Next.ReadingsOf(plan, state, at).Select(wanted => D7.Read(wanted, at))]);

    private static Ledger LedgerOf(D7 launch) => launch.Virtual.Journal.Aggregate(Ledger.Empty, (ledger, entry) => ledger.Fold(launch.Plan, entry));
}

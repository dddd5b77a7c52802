using FsCheck;
using FsCheck.Fluent;

namespace Rollouts.Tests.Properties;

/// <summary>Random scripts, mostly of what happens often and sometimes of what hardly ever does.</summary>
internal static class Scripts
{
    private static readonly Gen<Deed> Deeds = Gen.Frequency(
        (8, Gen.Constant(Deed.Progress)), (4, Gen.Constant(Deed.CarryOutAll)), (4, Gen.Constant(Deed.Wait)), (3, Gen.Constant(Deed.Observe)),
        (3, Gen.Constant(Deed.CarryOutOne)), (3, Gen.Constant(Deed.Weather)), (3, Gen.Constant(Deed.RollBack)), (2, Gen.Constant(Deed.Report)),
        (2, Gen.Constant(Deed.Alert)), (2, Gen.Constant(Deed.Resume)), (30, Gen.Elements(Enum.GetValues<Deed>())));

    private static readonly Gen<Act> Acts = Gen.Zip(Deeds, Gen.Choose(0, 999)).Select(act => new Act(act.Item1, act.Item2));

    /// <summary>In CI a few cases, the same at every run, so that whether a change lands is no matter of luck; as many new ones as <c>PROPERTY_CASES</c> says elsewhere.</summary>
    private static Config Asked(int inCi) =>
        (int.TryParse(Environment.GetEnvironmentVariable("PROPERTY_CASES"), out var cases)
            ? Config.QuickThrowOnFailure.WithMaxTest(cases)
            : Config.QuickThrowOnFailure.WithMaxTest(inCi).WithReplay(1376102585538196043, 8697340073713177793)).WithEndSize(60);

    /// <summary>Checks that nothing a script does breaks an invariant; a failure prints the seed and the shortest script found.</summary>
    public static void Check(int cases, Action<IReadOnlyList<Act>> run) =>
        Prop.ForAll(Arb.From(Acts.ListOf().Select(acts => acts.ToArray()), Shorter), run)
            .Check(Asked(cases));

    /// <summary>The same, over plans made from numbers.</summary>
    public static void Check(int cases, Action<int, IReadOnlyList<Act>> run) =>
        Prop.ForAll(
                Arb.From(Gen.Zip(Gen.Choose(0, 1_000_000), Acts.ListOf()).Select(pair => (Plan: pair.Item1, Acts: pair.Item2.ToArray())), Shrink),
                pair => run(pair.Plan, pair.Acts))
            .Check(Asked(cases));

    private static IEnumerable<(int Plan, Act[] Acts)> Shrink((int Plan, Act[] Acts) failing) =>
        Shorter(failing.Acts).Select(acts => (failing.Plan, acts));

    private static IEnumerable<Act[]> Shorter(Act[] failing)
    {
        for (var part = failing.Length; part >= 1; part /= 2)
            for (var from = 0; from + part <= failing.Length; from += part)
                yield return [.. failing[..from], .. failing[(from + part)..]];
    }
}

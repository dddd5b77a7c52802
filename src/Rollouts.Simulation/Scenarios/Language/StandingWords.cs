using System.Collections.Immutable;
using System.Globalization;
using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>Where the launch stands, and what is exposed.</summary>
internal static class StandingWords
{
    private static readonly string[] Stages = ["preparing", "entering", "applying", "running", "returned", "watching", "aborting", "closed", "aborted"];

    public static void Of(ExpectShape expect)
    {
        expect.Word("phase", One(NameKind.Phase), "The phase the launch is in, being entered included.", (p, name) => Same(PhaseOf(p), name[0].Text));
        expect.Word("step", Words.Count, "The step of the phase, from 1; 0 after a way back to nobody.", (p, step) => Same(p.State.Main.Step + 1, step));
        expect.Word("stage", One(null, Stages), "preparing, entering, applying, running, returned (taken back), watching, aborting, closed or aborted.", (p, stage) => Same(StageOf(p.State), stage[0].Text));
        expect.Word("attempt", Words.Count, "1 for the first; each way back begins a new one.", (p, attempt) => Same(p.State.Main.Attempt, attempt));
        expect.Word("finished", One(null, "closed", "aborted", "no"), "closed, aborted, or no.", (p, how) => Same(p.State.IsFinished ? StageOf(p.State) : "no", how[0].Text));
        expect.Word("exposure", Words.Share, "The percent that the dial flag lets in, as last confirmed; 0 while it is off.", (p, percent) => new(Audience(p).Percent.Value == percent, Audience(p).Percent.ToString()));
        expect.Word("allowed", Names("who is allowed"), "Who is always let in, and nobody else; or: nobody.", (p, names) => SameNames(Audience(p).Allowed, names));
        expect.Word("denied", Names("who is denied"), "Who is never let in, and nobody else; or: nobody.", (p, names) => SameNames(Audience(p).Denied, names));
        expect.Each(
            "members", new EachShape("members", NameKind.Member, ["in", "out"], text => Words.Share.TryReadText(text, out _)), "Whether a member is let in (in, out), or with which percent.",
            (p, member, value) => Member(p, member, value));
        expect.Each(
            "flags", new EachShape("flags", NameKind.Flag, ["on", "off", "not written"]), "A flag on or off, as last confirmed; or: not written yet. A dial that lets nobody in is off; a protected flag is on as long as the launch has not written it.",
            (p, flag, value) => Same(FlagOf(p, flag), value));
        expect.Each(
            "settings", new EachShape("settings", NameKind.Setting, []), "A setting's value, as last confirmed.",
            (p, setting, value) => p.State.Confirmed.GetValueOrDefault(p.Plan.Settings[setting].Key(p.Plan.Label))?.ToString() is var actual and not null
                ? new(SettingValue.AreSame(actual, value), actual)
                : Same("not written", value));
    }

    public static Sight Same<T>(T actual, T expected) =>
        new(EqualityComparer<T>.Default.Equals(actual, expected), string.Create(CultureInfo.InvariantCulture, $"{actual}"));

    public static SeveralShape One(NameKind? kind, params string[] words) => new("one word", kind, words);

    /// <summary>Who the dial lets in, as last confirmed; what is permitted where the plan has no dial.</summary>
    private static AudienceExposure Audience(Performance p)
    {
        var dial = p.Plan.Flags.Values.FirstOrDefault(flag => flag.Use == FlagUse.Exposure);
        if (dial is null) return p.Plan.Settings.Values.FirstOrDefault(setting => setting.Dial is not null) is { } setting ? Audience(p, setting) : p.State.Permitted.Audience;
        return p.State.Confirmed.GetValueOrDefault(dial.Key(p.Plan.Label)) is KeyDocument.Dial { Enabled: true } on ? on.Audience : AudienceExposure.None;
    }

    private static AudienceExposure Audience(Performance p, GovernedSetting dial) =>
        p.State.Confirmed.GetValueOrDefault(dial.Key(p.Plan.Label)) is KeyDocument.Setting { Value: var value } && SettingValue.Read(value, dial.Dial!.Value) is { } share
            ? AudienceExposure.None with { Percent = share }
            : AudienceExposure.None;

    private static string PhaseOf(Performance p) =>
        p.State.Stage is RolloutStage.New or RolloutStage.Preparing ? "none"
        : p.State.Stage is RolloutStage.Watching or RolloutStage.Closed ? "watch"
        : p.Plan.Phases[p.State.Main.Phase].Name;

    private static string StageOf(RolloutState state) => (state.Stage == RolloutStage.Running ? state.Main.Stage.ToString() : state.Stage.ToString()).ToLowerInvariant();

    private static SeveralShape Names(string what) => new(what);

    private static Sight SameNames(ImmutableSortedSet<string> actual, ImmutableArray<Told> names)
    {
        var wanted = names is [{ Text: "nobody" }] ? [] : names.Select(name => name.Text).ToImmutableSortedSet(StringComparer.Ordinal);
        return new(actual.SetEquals(wanted), actual.IsEmpty ? "nobody" : string.Join(", ", actual));
    }

    private static Sight Member(Performance p, string member, string value)
    {
        var isIn = p.State.Members.TryGetValue(member, out var track) && track.In;
        if (value is "in" or "out") return Same(isIn ? "in" : "out", value);
        var share = Audience(p).Members.GetValueOrDefault(member);
        return new(Words.Share.TryReadText(value, out var wanted) && share.Value == wanted, share.ToString());
    }

    private static string FlagOf(Performance p, string flag) => p.State.Confirmed.GetValueOrDefault(p.Plan.Flags[flag].Key(p.Plan.Label)) switch
    {
        KeyDocument.Switch document => document.On ? "on" : "off",
        KeyDocument.Dial document => document.Enabled ? "on" : "off",
        _ => p.Plan.Flags[flag].Use == FlagUse.Protected ? "on" : "not written",
    };
}

using Rollouts.Engine;

namespace Rollouts.Simulation;

/// <summary>What systems do in a story: alerts, reported values, the world and the outside.</summary>
internal static class SystemWords
{
    public static void Of(MomentShape moment)
    {
        moment.Deed("alert-fires", Alert("alert-fires"), "A monitoring alert fires, by its rule.", (p, said) => Tell(p, said, true));
        moment.Deed("alert-clears", Alert("alert-clears"), "A monitoring alert resolves, by its rule.", (p, said) => Tell(p, said, false));
        moment.Deed("world", new WorldShape(), "From now on metrics go like this; times in it count from this moment.", (p, changes) =>
        {
            foreach (var change in changes) p.World.Change(change.Key, p.Now, change.Series(p.Now));
        });
        moment.Deed(
            "effects", new EachShape("effects", null, ["works", "hangs", "fails"], text => text.StartsWith("takes ", StringComparison.Ordinal) && Span.TryParse(text[6..], out _)),
            "What becomes of writes and posts from now on, by flag, setting, channel, web address, 'posts' or 'capture': works, hangs, fails, takes 2m.", (p, fates) =>
            {
                foreach (var (name, fate) in fates) p.SetFate(name.Text, FateOf(fate.Text));
            });
        moment.Deed(
            "drift", new DetailShape("drift", "a drift", "Someone else changes a governed key.", Detail.Text("key", "The flag or setting.") with { Required = true }, Detail.Text("found", "What was found there.")),
            "Someone else changes a governed flag or setting.", (p, said) =>
            {
                var keys = p.Plan.Keys.Where(key => key.Name == said["key"]).ToArray();
                if (keys.Length == 0) p.Refuse("drift", $"the launch governs no '{said["key"]}'");
                else p.Give("drift", (id, at) => new Input.Drifted(id, at, keys[0], said["found"] ?? "something else"));
            });
    }

    private static DetailShape Alert(string id) => new(
        id, "an alert", "An alert of a monitoring system.", Detail.Text("rule", "The alert's rule.") with { Required = true }, Detail.Text("episode", "Tells alerts of one rule apart."),
        Detail.Text("severity", "Its severity."), Detail.Name1("member", "The member it is about.", NameKind.Member), Detail.Text("began", "How long before now it began to fire: 5m; now if not given."));

    private static void Tell(Performance p, Details said, bool firing)
    {
        var rule = said["rule"]!;
        var episode = said["episode"] ?? $"{rule} {said["member"]}".TrimEnd();
        var began = said["began"] is { } before && Span.TryParse(before, out var span) ? p.Now - span
            : p.State.Alerts.TryGetValue(episode, out var known) && (known.Firing || !firing) ? known.Began
            : p.Now;
        p.Give(firing ? "alert-fires" : "alert-clears", (id, at) => new Input.Alert(id, at, Actor.Of("monitoring"), "monitoring", rule, episode, firing, said["severity"] ?? "critical", began, said["member"]));
    }

    private static EffectFate FateOf(string text) => text switch
    {
        "works" => EffectFate.Works,
        "hangs" => new EffectFate.Hangs(),
        "fails" => new EffectFate.Fails("it fails, as the scenario says"),
        _ => Span.TryParse(text["takes ".Length..], out var time) ? new EffectFate.Done(time) : EffectFate.Works,
    };
}

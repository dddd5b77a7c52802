using System.Text.Json.Nodes;

namespace Rollouts.Engine;

/// <summary>The modals in which people say why, and see before what their word will do.</summary>
public sealed class SlackModals(SlackText text, DecisionSeal seal)
{
    public const string Reason = "reason";
    public const string Evidence = "evidence";

    /// <summary>The modal of a decision that needs words; null for one that does not.</summary>
    /// <param name="user">Only this person's submission counts.</param>
    public JsonObject? Of(Scene scene, Decision decision, string user) => decision.Kind switch
    {
        DecisionKind.Reject => View(scene, decision, user, "Reject", Sentence.Of($"Rejects {decision.About}. The launch is then held until someone resumes it."), [Input(Reason, "Why", true)]),
        DecisionKind.MoreTime => View(scene, decision, user, "More time", Sentence.Of($"Asks for more time to decide {decision.About}, as much as the plan gives."), [Input(Reason, "Why it takes longer", true)]),
        DecisionKind.Mitigate => View(scene, decision, user, "Accept a miss", Sentence.Of($"Accepts that {decision.About.Split('\n')[^1]} is missed."), [Input(Reason, "What is done about it", true)]),
        DecisionKind.Mark => View(scene, decision, user, "Mark as done", Sentence.Of(new Inline.Strong(Item(scene, decision)?.Text ?? decision.About)),
            [Input(Evidence, "Evidence: a link", Item(scene, decision)?.NeedsEvidence == true), Input(Reason, "A note", false)]),
        DecisionKind.CompleteTask => View(scene, decision, user, "Complete a task", Sentence.Of(scene.State.Tasks.GetValueOrDefault(decision.About)?.Do ?? decision.About), [Input(Reason, "A note", false)]),
        DecisionKind.ResolveIncident => View(scene, decision, user, "Resolve an incident", Sentence.Of(scene.State.Incidents.GetValueOrDefault(decision.About)?.Title ?? decision.About), [Input(Reason, "What was done", true)]),
        DecisionKind.Pause => View(scene, decision, user, "Pause", Sentence.Of("Nothing rises any more until someone resumes. Who is let in now stays in: ", scene.State.Permitted.Audience.ToString(), "."), [Input(Reason, "Why", true)]),
        DecisionKind.Resume => View(scene, decision, user, "Resume", Sentence.Of("Asks to go on. What the plan wants before is still asked for."), [Input(Reason, "Why", false)]),
        DecisionKind.RollBack => View(scene, decision, user, "Roll back", WhatItDoes(scene), [Input(Reason, "Why", true)]),
        _ => null,
    };

    /// <summary>What a way back would do now, in its order.</summary>
    public static Sentence WhatItDoes(Scene scene)
    {
        var position = Position.Exposed(scene.Plan, scene.State.Main);
        var target = scene.State.Governing ? position.Before(scene.Plan) : Position.Nobody;
        var exposure = target.Step < 0 ? "nobody" : scene.Plan.Phases[target.Phase].Steps[target.Step].Exposure.Audience.ToString();
        var actions = scene.Plan.WayBack.Actions.Select((action, i) => FormattableString.Invariant($"{i + 1}. {WayBackMessage.Brief(action)}"));
        return Sentence.Of(
            "Takes the launch back, at once: from ", new Inline.Strong(position.Name(scene.Plan)), $" ({scene.State.Permitted.Audience}) to ", new Inline.Strong(target.Name(scene.Plan)), $" ({exposure}). Then: ",
            string.Join("; ", actions));
    }

    /// <summary>A modal that says something and takes nothing.</summary>
    public JsonObject Telling(string title, Sentence words) => new()
    {
        ["type"] = "modal",
        ["title"] = Plain(title, SlackLimits.ModalTitle),
        ["close"] = Plain("Close", SlackLimits.ModalTitle),
        ["blocks"] = new JsonArray(Section(words)),
    };

    private JsonObject View(Scene scene, Decision decision, string user, string title, Sentence words, JsonObject[] inputs) => new()
    {
        ["type"] = "modal",
        ["callback_id"] = "decide",
        ["private_metadata"] = seal.Seal(decision, user),
        ["title"] = Plain(title, SlackLimits.ModalTitle),
        ["submit"] = Plain(title, SlackLimits.ModalTitle),
        ["close"] = Plain("Cancel", SlackLimits.ModalTitle),
        ["blocks"] = new JsonArray([Section(Sentence.Of(new Inline.Strong(scene.Plan.Title), $" ({scene.Rollout})")), Section(words), .. inputs]),
    };

    private static JsonObject Input(string name, string label, bool needed) => new()
    {
        ["type"] = "input",
        ["block_id"] = name,
        ["optional"] = !needed,
        ["label"] = Plain(label, SlackLimits.Header),
        ["element"] = new JsonObject { ["type"] = "plain_text_input", ["action_id"] = name, ["multiline"] = name == Reason, ["max_length"] = 1000 },
    };

    private static ChecklistItem? Item(Scene scene, Decision decision) =>
        scene.Plan.AllGates().SelectMany(gate => gate.Criteria).Select(criterion => (criterion.Criterion as Criterion.OfItem)?.Item).FirstOrDefault(item => item?.Id == decision.About);

    private JsonObject Section(Sentence words) => new()
    {
        ["type"] = "section",
        ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text.Of(words, SlackLimits.Section), ["verbatim"] = true },
    };

    private static JsonObject Plain(string words, int most) => new() { ["type"] = "plain_text", ["text"] = OutsideText.Cut(OutsideText.Clean(words), most), ["emoji"] = false };
}
